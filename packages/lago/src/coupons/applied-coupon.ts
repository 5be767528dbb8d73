import { compact } from '@billport/adapter-kit';
import type { AppliedCoupon } from '@billport/core';
import { createdAt } from '../created-at.ts';
import { fromCents } from '../minor-units.ts';
import type { LagoAppliedCoupon } from '../wire/coupon.ts';
import { instantOf } from '../wire-instant.ts';
import { discountOf, frequencyOf } from './coupon-terms.ts';

const isThere = (value: unknown) => value !== null && value !== undefined;

/**
 * Whether it takes off an amount or a percentage; undefined where Lago answers both, and only the
 * coupon itself tells which of them counts.
 */
export function typeOfApplied(wire: LagoAppliedCoupon): string | undefined {
  const hasAmount = isThere(wire.amount_cents);
  const hasRate = isThere(wire.percentage_rate);
  // Only an amount has a rest (`facts/lago.md §b`, Coupons).
  if (hasAmount && hasRate) {
    return isThere(wire.amount_cents_remaining) ? 'fixed_amount' : undefined;
  }
  return hasRate ? 'percentage' : 'fixed_amount';
}

function statusOf(status: string): AppliedCoupon['status'] {
  return status === 'active' || status === 'terminated' ? status : 'unknown';
}

/** What is left of an amount that counts once. */
function remainingAmount(
  wire: LagoAppliedCoupon,
  { discount, frequency }: Pick<AppliedCoupon, 'discount' | 'frequency'>,
) {
  if (discount.type !== 'fixed_amount' || frequency.type !== 'once') return undefined;
  if (!isThere(wire.amount_cents_remaining)) return undefined;
  return fromCents(wire.amount_cents_remaining, discount.amount.currency, 'amount_cents_remaining');
}

/** A coupon that a customer of Lago has, in the words of the contract. `type` as in Lago. */
export function toAppliedCoupon(wire: LagoAppliedCoupon, type: string): AppliedCoupon {
  const discount = discountOf(type, wire);
  const frequency = frequencyOf(wire);
  const isRecurring = frequency.type === 'recurring';
  return compact({
    id: wire.lago_id,
    couponCode: wire.coupon_code,
    customerKey: wire.external_customer_id,
    status: statusOf(wire.status),
    discount,
    frequency,
    remainingAmount: remainingAmount(wire, { discount, frequency }),
    remainingPeriods: isRecurring ? (wire.frequency_duration_remaining ?? undefined) : undefined,
    createdAt: createdAt(wire),
    terminatedAt: instantOf(wire.terminated_at, 'terminated_at'),
    providerRef: { provider: 'lago', type: 'applied_coupon', id: wire.lago_id },
  }) as AppliedCoupon;
}
