import type { AppliedCoupon } from '@billport/core';
import type { Engine, Moment } from '../engine.ts';

/** Ends coupons that customers have; those that ended before stay as they are. */
export function endAppliedCoupons(
  engine: Engine,
  applied: readonly AppliedCoupon[],
  { instant }: Moment,
): AppliedCoupon[] {
  return applied.map((coupon) => {
    if (coupon.status !== 'active') return coupon;
    const ended: AppliedCoupon = { ...coupon, status: 'terminated', terminatedAt: instant };
    engine.tables.appliedCoupons.replace(coupon.id, ended, { status: 'terminated' });
    return ended;
  });
}
