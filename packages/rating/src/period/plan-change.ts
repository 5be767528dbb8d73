import type { BillingInterval } from './billing-period.ts';

/** Price of one period of a plan. Both plans of a change have the same currency. */
export interface PlanPrice {
  /** In minor units. */
  readonly amountMinor: bigint;
  readonly interval: BillingInterval;
}

const PERIODS_OF_YEAR: Readonly<Record<BillingInterval, bigint>> = {
  weekly: 52n,
  monthly: 12n,
  quarterly: 4n,
  semiannual: 2n,
  yearly: 1n,
};

/** What a plan costs in a year, in minor units (`facts/rating.md §7`). */
export function yearlyValue(plan: PlanPrice): bigint {
  return plan.amountMinor * PERIODS_OF_YEAR[plan.interval];
}

/**
 * Whether a change of plan happens at once (`upgrade`: the new plan is worth as much or more in a
 * year) or at the end of the period (`downgrade`) (`facts/rating.md §7`).
 */
export function planChange(from: PlanPrice, to: PlanPrice): 'upgrade' | 'downgrade' {
  return yearlyValue(to) >= yearlyValue(from) ? 'upgrade' : 'downgrade';
}
