import { BillingError, type Charge, invalidInput } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aggregationOf } from '../metrics/aggregations.ts';
import { aboutMetric, allMetrics, metricAmong } from '../metrics/find-metric.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { issuesOfCharges } from './check-plan.ts';
import { metricIssues, type PaigoCharge } from './write-charge.ts';

/** A charge with the dimension of the metric that it prices. */
export interface ResolvedCharge {
  readonly charge: PaigoCharge;
  readonly metric: PaigoDimension;
}

function missing(code: string, index: number): BillingError {
  const message = `There is no metric ${JSON.stringify(code)}: create it first.`;
  return new BillingError('not_found', {
    message: `charges[${index}].metric: ${message}`,
    issues: [{ path: ['charges', index, 'metric'], message }],
    details: aboutMetric(code),
  });
}

/** Methods of dimensions that others made, and that the contract does not have. */
function* methodIssues({ metric }: Charge, found: PaigoDimension) {
  if (aggregationOf(found) !== 'unknown') return;
  const message = `Metric ${JSON.stringify(metric)} aggregates by ${found.aggregationMethod}, which the contract does not have: use another metric.`;
  yield { path: ['metric'], message };
}

/**
 * Finds the metrics of charges.
 * @param charges what the contract and Paigo both can price
 * @throws BillingError `not_found` for an unknown metric; `invalid_input` for one that Paigo cannot
 *   price in this way
 */
export async function resolveMetrics(
  paigo: Connection,
  charges: readonly Charge[],
  context: CallContext,
): Promise<ResolvedCharge[]> {
  if (charges.length === 0) return [];
  const metrics = await allMetrics(paigo, context);
  const resolved = (charges as readonly PaigoCharge[]).map((charge, index) => {
    const metric = metricAmong(metrics, charge.metric);
    if (metric === undefined) throw missing(charge.metric, index);
    return { charge, metric };
  });
  const metricOf = new Map(resolved.map(({ charge, metric }) => [charge, metric]));
  const issues = [
    ...issuesOfCharges(charges as readonly PaigoCharge[], function* (charge) {
      const metric = metricOf.get(charge) as PaigoDimension;
      yield* methodIssues(charge, metric);
      yield* metricIssues(charge, metric);
    }),
  ];
  if (issues.length > 0) throw invalidInput(issues);
  return resolved;
}
