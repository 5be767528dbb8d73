import type { AppliedCoupon } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortDiscount, shortFrequency, shortInstant, shortMoney } from './short.ts';
import { whole } from './whole.ts';

/** A coupon that a customer has: what it takes off and what is left of it, or all of it. */
export function shownAppliedCoupon(applied: AppliedCoupon, detailed: boolean): Fact {
  if (detailed) return whole(applied);
  const { id, couponCode, customerKey, status, discount, frequency, remainingAmount } = applied;
  return {
    id,
    couponCode,
    customerKey,
    status,
    discount: shortDiscount(discount),
    frequency: shortFrequency(frequency),
    remainingAmount: remainingAmount && shortMoney(remainingAmount),
    remainingPeriods: applied.remainingPeriods,
    createdAt: shortInstant(applied.createdAt),
  };
}
