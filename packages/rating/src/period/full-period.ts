import type { BillingTime } from './billing-period.ts';

/** What is known of a subscription when the base price of a period is billed. */
export interface PeriodSituation {
  readonly timing: 'arrears' | 'advance';
  readonly billingTime: BillingTime;
  /** An earlier invoice holds a base price of this subscription. */
  readonly billedBefore: boolean;
  /** It follows a plan that was upgraded or downgraded. */
  readonly followsPlan: boolean;
  /** It was created with a start that had passed already. */
  readonly startedInPast: boolean;
  /** It ended in the period. */
  readonly terminated: boolean;
}

/**
 * Whether the base price is billed whole, not by days (`facts/rating.md §7`): in later periods,
 * for a plan in advance by anniversary that follows no other plan, and for one in advance that
 * started in the past. By days are billed the first period otherwise, the first one after a change
 * of plan, and the last one of a plan in arrears.
 */
export function isFullPeriod(situation: PeriodSituation): boolean {
  const inAdvance = situation.timing === 'advance';
  if (situation.terminated && !inAdvance) return false;
  if (situation.billedBefore) return true;
  if (situation.followsPlan || !inAdvance) return false;
  return situation.billingTime === 'anniversary' || situation.startedInPast;
}
