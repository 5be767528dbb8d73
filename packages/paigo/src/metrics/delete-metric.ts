import { BillingError, type Metric, type MetricRef } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { chargedDimensions } from '../plans/charge-dimension.ts';
import { allOfferings } from '../plans/find-plan.ts';
import { planCode } from '../plans/to-plan.ts';
import { deleteDimension } from './delete-dimension.ts';
import { aboutMetric, findMetric, metricCodeOf, metricLookup } from './find-metric.ts';
import { metricTurn } from './in-turn-of-metrics.ts';
import { toMetric } from './to-metric.ts';

function inUse(code: string, plan: string, cause?: unknown): BillingError {
  return new BillingError('conflict', {
    message: `${plan} charges for the metric: remove that charge or delete the plan first.`,
    details: { ...aboutMetric(code), state: 'in use' },
    ...(cause !== undefined && { cause }),
  });
}

/** Paigo itself refuses while an offering holds the dimension (`facts/paigo.md §3.3`). */
async function deleteUnused(
  paigo: Connection,
  code: string,
  dimensionId: string,
  context: CallContext,
): Promise<void> {
  try {
    const thing = { dimensionId, about: aboutMetric(code), lookup: metricLookup(code) };
    await deleteDimension(paigo, thing, context);
  } catch (error) {
    if (!BillingError.is(error, 'conflict')) throw error;
    throw inUse(code, 'A plan', error);
  }
}

/**
 * Deletes a metric that no plan charges for.
 * @throws BillingError `conflict` while one does; `not_found`
 */
export function deleteMetric(
  paigo: Connection,
  { code }: MetricRef,
  context: CallContext,
): Promise<Metric> {
  return paigo.turns.take(metricTurn(code), async () => {
    const found = await findMetric(paigo, code, context);
    const user = (await allOfferings(paigo, context)).find((offering) =>
      chargedDimensions(offering).some((dimension) => metricCodeOf(dimension) === code),
    );
    if (user !== undefined) throw inUse(code, `Plan ${JSON.stringify(planCode(user))}`);
    await deleteUnused(paigo, code, found.dimensionId, context);
    return toMetric(found);
  });
}
