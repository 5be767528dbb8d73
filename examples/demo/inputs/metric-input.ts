import { BillingError, type CreateMetricInput } from '@billport/core';
import { type BillCharge, type BillMetric, metricCode } from '../bill/bill-charge.ts';
import type { Bill } from '../bill/bill-file.ts';
import { present } from './present.ts';

function roundingOf({ rounding }: BillMetric) {
  if (rounding?.function === undefined) return undefined;
  return present({ mode: rounding.function, precision: rounding.precision });
}

function metricInput(charge: BillCharge, field: string): CreateMetricInput {
  const { metric } = charge;
  const counts = metric.aggregation === 'count' || metric.aggregation === 'custom';
  if (!counts && metric.field === undefined) {
    throw new BillingError('invalid_input', {
      message: `${field}.metric.field: name the column that ${metric.aggregation} aggregates.`,
    });
  }
  const input = present({
    aggregation: metric.aggregation,
    code: metricCode(charge),
    name: metric.name,
    // A count reads no property, whatever is named (`facts/rating.md §4`).
    property: counts ? undefined : metric.field,
    // Only false may be said of a metric that has no such setting.
    recurring: metric.recurring || undefined,
    rounding: roundingOf(metric),
    expression: metric.expression,
  });
  return input as CreateMetricInput;
}

/**
 * The metrics of a plan, each once: charges may share one by naming its code.
 * @throws BillingError `invalid_input` when two charges define one metric differently.
 */
export function metricInputs(bill: Bill): CreateMetricInput[] {
  const inputs = new Map<string, CreateMetricInput>();
  for (const [index, charge] of (bill.plan.charges ?? []).entries()) {
    const field = `plan.charges[${index}]`;
    const input = metricInput(charge, field);
    const known = inputs.get(input.code);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(input)) {
      throw new BillingError('invalid_input', {
        message: `${field}.metric: ${JSON.stringify(input.code)} is defined differently by another charge: give one of them another code.`,
      });
    }
    inputs.set(input.code, input);
  }
  return [...inputs.values()];
}
