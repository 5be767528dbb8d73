import { BillingError, type Plan, type PlanRef, type Result, type Warning } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { deleteDimension } from '../metrics/delete-dimension.ts';
import { metricCodeOf } from '../metrics/find-metric.ts';
import { inTurnOfMetrics } from '../metrics/in-turn-of-metrics.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { dimensionsOf } from './charge-dimension.ts';
import { deleteOffering } from './delete-offering.ts';
import { aboutPlan, offeringsOfPlan, planLookup } from './find-plan.ts';
import { planResult } from './to-plan.ts';

/** Paigo refuses while customers are on the offering (`facts/paigo.md §3.4`). */
async function deleteUnused(
  paigo: Connection,
  code: string,
  { offeringId }: PaigoOffering,
  context: CallContext,
): Promise<void> {
  try {
    await deleteOffering(paigo, { offeringId, code }, context);
  } catch (error) {
    if (!BillingError.is(error, 'conflict')) throw error;
    throw new BillingError('conflict', {
      message: 'Subscriptions are on the plan: move or terminate them first.',
      details: { ...aboutPlan(code), state: 'in use' },
      ...(error.status !== undefined && { status: error.status }),
      cause: error,
    });
  }
}

/** Dimensions that were made for this plan; those of others may be in use elsewhere. */
const ownDimensions = (offering: PaigoOffering, code: string) =>
  dimensionsOf(offering).filter(({ metadata }) => ownValue(metadata, OWN.plan) === code);

/** Deletes what the plan has left. @returns a warning for each dimension that stays */
export async function deleteDimensions(
  paigo: Connection,
  code: string,
  dimensionIds: Iterable<string>,
  context: CallContext,
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const dimensionId of dimensionIds) {
    try {
      const thing = { dimensionId, about: aboutPlan(code), lookup: planLookup(code) };
      await deleteDimension(paigo, thing, context);
    } catch (error) {
      if (!BillingError.is(error)) throw error;
      const message = `Dimension ${dimensionId} stays at Paigo, where it does nothing: ${error.message}`;
      warnings.push({ code: 'partial', message, field: 'charges' });
    }
  }
  return warnings;
}

/**
 * Deletes a plan that nobody is on, and then the dimensions that were made for it. What broken-off
 * calls have left under its code goes first: else it would be the plan then.
 * @throws BillingError `conflict` while customers are on it; `not_found`; `malformed_response` when it
 *   cannot be read, before anything is deleted
 */
export function deletePlan(
  paigo: Connection,
  { code }: PlanRef,
  context: CallContext,
): Promise<Result<Plan>> {
  return paigo.turns.take(`plan:${code}`, async () => {
    const { offering, twins } = await offeringsOfPlan(paigo, code, context);
    const offerings = [...twins, offering];
    // What cannot be read is found out while everything is still there.
    const own = offerings.flatMap((each) => ownDimensions(each, code));
    const ids = new Set(own.map(({ dimensionId }) => dimensionId));
    const { warnings = [], ...plan } = planResult(offering);
    const metrics = own.map(metricCodeOf);
    return inTurnOfMetrics(paigo, metrics, async () => {
      for (const each of offerings) await deleteUnused(paigo, code, each, context);
      const all = [...(await deleteDimensions(paigo, code, ids, context)), ...warnings];
      return { ...plan, ...(all.length > 0 && { warnings: all }) };
    });
  });
}
