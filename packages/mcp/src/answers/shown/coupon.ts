import type { Coupon } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortDiscount, shortFrequency, shortInstant } from './short.ts';
import { whole } from './whole.ts';

/** A coupon: what it takes off how often, or all of it. */
export function shownCoupon(coupon: Coupon, detailed: boolean): Fact {
  if (detailed) return whole(coupon);
  const { code, name, discount, frequency, limit, status, expiresAt } = coupon;
  return {
    code,
    name,
    discount: shortDiscount(discount),
    frequency: shortFrequency(frequency),
    only: limit && (limit.to === 'plans' ? limit.plans : limit.metrics),
    status,
    expiresAt: shortInstant(expiresAt),
  };
}
