import type { Coupon } from '@billport/core';
import { kept } from '../kept.ts';
import type { LagoState } from '../state.ts';

/** What applied coupons tell about their coupon, which may be gone. */
export interface CouponMemory {
  readonly lagoId: string;
  readonly code: string;
  name: string;
  expiresAt: string | undefined;
  deletedAt: string | undefined;
}

/** Coupons that customers have had: by code while they live, and by the id of each application. */
const memories = kept(() => ({
  living: new Map<string, CouponMemory>(),
  applied: new Map<string, CouponMemory>(),
}));

/** Notes how the coupon is now: after each change of it, and when it is applied. */
export function rememberCoupon(state: LagoState, coupon: Coupon): CouponMemory {
  const { living } = memories(state);
  const { code, expiresAt } = coupon;
  const lagoId = state.ids.of('coupon', code);
  const memory = living.get(code) ?? { lagoId, code, name: code, expiresAt, deletedAt: undefined };
  memory.name = coupon.name ?? code;
  memory.expiresAt = expiresAt;
  living.set(code, memory);
  return memory;
}

/** Notes that a customer has the coupon. */
export function rememberApplication(state: LagoState, appliedCouponId: string, coupon: Coupon) {
  memories(state).applied.set(appliedCouponId, rememberCoupon(state, coupon));
}

/** Notes that the coupon was deleted: a later one of its code is another one. */
export function forgetCoupon(state: LagoState, code: string): void {
  const { living } = memories(state);
  const memory = living.get(code);
  if (memory !== undefined) memory.deletedAt = state.now();
  living.delete(code);
  state.ids.release('coupon', code);
}

/** The coupon behind an application. */
export function couponBehind(
  state: LagoState,
  appliedCouponId: string,
  code: string,
): CouponMemory {
  const { living, applied } = memories(state);
  const known = applied.get(appliedCouponId) ?? living.get(code);
  if (known !== undefined) return known;
  const lagoId = state.ids.of('coupon', code);
  return { lagoId, code, name: code, expiresAt: undefined, deletedAt: undefined };
}
