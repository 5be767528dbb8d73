import { type Period, toEpochMs } from '@billport/core';
import { type BillingPeriod, billingPeriodAt, type Span, usageCycle } from '@billport/rating';
import type { Bill } from '../bill/bill-file.ts';
import type { SubscriptionTimes } from '../inputs/subscription-input.ts';

/** A period of the contract in epoch milliseconds. */
export function spanOf(period: Period): Span {
  return { from: toEpochMs(period.from), to: toEpochMs(period.to) };
}

/**
 * The whole billing period that holds an instant, not cut where the subscription starts or ends.
 * @param of - `base` for the base price; `usage` for charges, which a long plan may bill monthly.
 */
export function wholePeriod(
  { plan }: Bill,
  { anchor, timezone, billingTime }: SubscriptionTimes,
  at: number,
  of: 'base' | 'usage' = 'base',
): BillingPeriod {
  const cycle = { interval: plan.interval, billingTime, timezone, anchor };
  const monthly = of === 'usage' && (plan.bill_charges_monthly ?? false);
  return billingPeriodAt(usageCycle(cycle, monthly), at);
}
