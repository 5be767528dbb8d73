import { type AppliedCoupon, minorUnits } from '@billport/core';
import type { Engine, Moment } from '../engine.ts';

/**
 * The `coupon` column of applications that are closed: the coupon or the customer was deleted, and
 * another one of that code or key has not had it. No code has a line break in it.
 */
export const closedColumn = (couponCode: string): string => `${couponCode}\n`;

/** Ends a coupon that a customer has; one that ended before stays as it is. */
export function endAppliedCoupon(
  engine: Engine,
  applied: AppliedCoupon,
  { instant }: Moment,
): AppliedCoupon {
  if (applied.status !== 'active') return applied;
  const ended: AppliedCoupon = { ...applied, status: 'terminated', terminatedAt: instant };
  engine.tables.appliedCoupons.replace(applied.id, ended, { status: 'terminated' });
  return ended;
}

/** Ends coupons that customers have, and lets none of them come back. */
export function closeAppliedCoupons(
  engine: Engine,
  all: readonly AppliedCoupon[],
  moment: Moment,
): void {
  for (const applied of all) {
    const ended = endAppliedCoupon(engine, applied, moment);
    const columns = { coupon: closedColumn(applied.couponCode) };
    engine.tables.appliedCoupons.replace(applied.id, ended, columns);
  }
}

/** Whether an invoice used the coupon up; one that was removed has something left. */
function isUsedUp({
  discount,
  frequency,
  remainingAmount,
  remainingPeriods,
}: AppliedCoupon): boolean {
  if (frequency.type === 'recurring') return remainingPeriods === 0;
  if (frequency.type === 'forever') return false;
  if (discount.type === 'percentage') return true;
  return remainingAmount !== undefined && minorUnits(remainingAmount) === 0n;
}

/**
 * Whether a coupon gets back what an invoice used of it, when the invoice is voided: one that goes
 * on, or that ended because it was used up. One that was removed, or whose coupon or customer was
 * deleted, stays as it is.
 */
export function canComeBack(engine: Engine, applied: AppliedCoupon): boolean {
  const { id, couponCode, customerKey, status } = applied;
  if (status === 'active') return true;
  const open = engine.tables.appliedCoupons.all({ customer: customerKey, coupon: couponCode });
  return isUsedUp(applied) && open.some((other) => other.id === id);
}
