import { isDeepStrictEqual } from 'node:util';
import { BillingError } from '@billport/core';
import type { LagoCharge } from '../charges/lago-charge.ts';
import { invalid } from '../failure.ts';
import { engineMetric, type LagoMetric, metricsOf } from '../metric-book.ts';
import { plansOf } from '../plan-book.ts';
import { savePlan } from '../plans/engine-plan.ts';
import { withPresentTaxes } from '../plans/find-plan.ts';
import type { LagoState } from '../state.ts';
import { withDeclaredValues } from './declared-values.ts';

/** The engine's refusal in Lago's words. */
function refusal(error: unknown): unknown {
  if (!BillingError.is(error, 'invalid_input')) return error;
  const fields = (error.issues ?? []).map(({ path }) => path[0]);
  if (fields.includes('expression')) return invalid({ expression: ['invalid_expression'] });
  if (fields.includes('rounding')) return invalid({ rounding_precision: ['value_is_invalid'] });
  if (fields.includes('property')) return invalid({ field_name: ['value_is_invalid'] });
  return error;
}

async function inEngine(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw refusal(error);
  }
}

/** Takes the metric from the engine, unless a draft still bills it. */
async function withdraw(state: LagoState, code: string): Promise<void> {
  try {
    await state.billing.metrics.delete({ code });
  } catch (error) {
    // The engine needs it until the draft is final; clients do not see it any more.
    if (!BillingError.is(error, 'conflict') && !BillingError.is(error, 'not_found')) throw error;
  }
}

/** @throws LagoFailure 422 for a code that another metric has. */
export async function createMetric(state: LagoState, read: LagoMetric): Promise<LagoMetric> {
  const metrics = metricsOf(state);
  if (metrics.find(read.code) !== undefined) throw invalid({ code: ['value_already_exist'] });
  await withdraw(state, read.code);
  await inEngine(() => state.billing.metrics.create(engineMetric(read)));
  state.ids.release('metric', read.code);
  const metric = { ...read, lagoId: state.ids.of('metric', read.code) };
  metrics.put(metric);
  return metric;
}

/** What of a metric the engine fixes when it makes one. */
const FIXED = ['code', 'aggregationType', 'fieldName', 'recurring', 'expression'] as const;

/** A metric that no plan charges for may become another one. */
function changeInEngine(state: LagoState, metric: LagoMetric, known: LagoMetric): Promise<void> {
  const { metrics } = state.billing;
  const { code, name } = metric;
  const rounds = ['roundingFunction', 'roundingPrecision'] as const;
  if ([...FIXED, ...rounds].every((field) => metric[field] === known[field])) {
    return inEngine(() => metrics.update({ code, name }));
  }
  return inEngine(async () => {
    await metrics.delete({ code: known.code });
    try {
      await metrics.create(engineMetric(metric));
    } catch (error) {
      await metrics.create(engineMetric(known));
      throw error;
    }
  });
}

/** Charges for the metric follow what it declares. */
async function updateCharges(
  state: LagoState,
  code: string,
  change: (charge: LagoCharge) => LagoCharge | undefined,
): Promise<void> {
  for (const stored of plansOf(state).all()) {
    if (!stored.charges.some(({ metricCode }) => metricCode === code)) continue;
    const plan = await withPresentTaxes(state, stored);
    const charges = plan.charges.flatMap((charge) => {
      const changed = charge.metricCode === code ? change(charge) : charge;
      return changed === undefined ? [] : [changed];
    });
    await savePlan(state, { ...plan, charges }, plan);
  }
}

/** @throws LagoFailure 422 for a code that another metric has. */
export async function updateMetric(
  state: LagoState,
  metric: LagoMetric,
  known: LagoMetric,
): Promise<LagoMetric> {
  const metrics = metricsOf(state);
  const renamed = metric.code !== known.code;
  if (renamed && metrics.find(metric.code)) throw invalid({ code: ['value_already_exist'] });
  if (renamed) await withdraw(state, metric.code);
  await changeInEngine(state, metric, known);
  if (renamed) metrics.remove(known.code);
  metrics.put(metric);
  if (!isDeepStrictEqual(metric.filters, known.filters)) {
    await updateCharges(state, metric.code, (charge) => withDeclaredValues(charge, metric));
  }
  return metric;
}

/** Deletes a metric and all charges for it, at once (`facts/lago.md §b` "Billable metrics"). */
export async function deleteMetric(state: LagoState, metric: LagoMetric): Promise<void> {
  await updateCharges(state, metric.code, () => undefined);
  await withdraw(state, metric.code);
  metricsOf(state).remove(metric.code);
}
