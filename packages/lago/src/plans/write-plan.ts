import type {
  CreatePlanInput,
  MinimumCommitment,
  UpdatePlanInput,
  UsageThreshold,
} from '@billport/core';
import { toCents } from '../minor-units.ts';
import type { LagoMinimumCommitmentBody, LagoPlanBody, LagoUsageThreshold } from '../wire/plan.ts';

/** No fields at all remove it: null would be ignored. */
function commitmentBody(commitment: MinimumCommitment | null): LagoMinimumCommitmentBody {
  if (commitment === null) return {};
  return {
    amount_cents: toCents(commitment.amount, 'minimumCommitment.amount'),
    invoice_display_name: commitment.name ?? '',
    tax_codes: commitment.taxCodes ?? [],
  };
}

const thresholdBodies = (thresholds: readonly UsageThreshold[]): LagoUsageThreshold[] =>
  thresholds.map(({ amount, name, recurring = false }, index) => ({
    amount_cents: toCents(amount, `usageThresholds.${index}.amount`),
    threshold_display_name: name ?? null,
    recurring,
  }));

/** What creating and changing a plan have in common, beside its charges. */
type Terms = Pick<
  UpdatePlanInput,
  | 'description'
  | 'price'
  | 'trialDays'
  | 'taxCodes'
  | 'minimumCommitment'
  | 'usageThresholds'
  | 'metadata'
>;

/** What is absent is not sent, so that it stays; null clears. */
function terms(input: Terms): LagoPlanBody {
  const { price, minimumCommitment, usageThresholds, taxCodes, metadata } = input;
  return {
    description: input.description,
    amount_cents: price && toCents(price, 'price'),
    amount_currency: price?.currency,
    trial_period: input.trialDays,
    // Lago ignores null for these: what is empty clears.
    tax_codes: taxCodes === null ? [] : taxCodes,
    minimum_commitment:
      minimumCommitment === undefined ? undefined : commitmentBody(minimumCommitment),
    usage_thresholds:
      usageThresholds === undefined ? undefined : thresholdBodies(usageThresholds ?? []),
    metadata: metadata === null ? {} : metadata,
  };
}

/** A new plan as Lago takes it, beside its charges. The code stands in for a name. */
export function createPlanBody(input: CreatePlanInput): LagoPlanBody {
  return {
    code: input.code,
    name: input.name || input.code,
    interval: input.interval,
    pay_in_advance: input.timing === 'advance',
    bill_charges_monthly: 'chargesBilledMonthly' in input ? input.chargesBilledMonthly : undefined,
    ...terms(input),
  };
}

/** Changes of a plan as Lago takes them, beside its charges. */
export function updatePlanBody(input: UpdatePlanInput): LagoPlanBody {
  const { code, name } = input;
  return { name: name === undefined ? undefined : name || code, ...terms(input) };
}
