import type { FieldErrors } from '../field-errors.ts';
import type { LagoMetric } from '../metric-book.ts';
import type { LagoCharge } from './lago-charge.ts';

/** Aggregations whose events cannot be billed one by one. */
const ARREARS_ONLY: readonly string[] = ['max_agg', 'latest_agg', 'weighted_sum_agg'];
/** Models whose units can be counted by the days they were there. */
const PRORATED_MODELS: readonly string[] = ['standard', 'graduated', 'volume'];

function modelFits({ chargeModel }: LagoCharge, { aggregationType }: LagoMetric): boolean {
  if (chargeModel === 'dynamic') return aggregationType === 'sum_agg';
  // Custom charges price custom metrics alone, which this account may not make.
  if (chargeModel === 'custom') return false;
  return !chargeModel.endsWith('percentage') || aggregationType !== 'latest_agg';
}

function prorationFits(charge: LagoCharge, metric: LagoMetric): boolean {
  if (!metric.recurring || !PRORATED_MODELS.includes(charge.chargeModel)) return false;
  return charge.chargeModel === 'standard' || !charge.payInAdvance;
}

/** Reports what does not go together (`facts/lago.md §b`, "Combos"). */
export function checkCombination(
  charge: LagoCharge,
  metric: LagoMetric,
  errors: FieldErrors,
): void {
  if (!modelFits(charge, metric)) {
    errors.add('charge_model', 'invalid_aggregation_type_or_charge_model');
  }
  const inArrears =
    charge.chargeModel === 'volume' || ARREARS_ONLY.includes(metric.aggregationType);
  if (charge.payInAdvance && inArrears) {
    errors.add('pay_in_advance', 'invalid_aggregation_type_or_charge_model');
  }
  if (charge.prorated && !prorationFits(charge, metric)) {
    errors.add('prorated', 'invalid_billable_metric_or_charge_model');
  }
  if (!charge.invoiceable && !charge.payInAdvance) {
    errors.add('invoiceable', 'must_be_true_unless_pay_in_advance');
  }
  if (charge.minAmountCents > 0 && charge.payInAdvance) {
    errors.add('min_amount_cents', 'not_compatible_with_pay_in_advance');
  }
}
