import type { Coupon, CouponFrequency, Discount } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents, toRailsDecimal } from '../amounts.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';

/** What a coupon takes off, in the fields that coupons and applied coupons share. */
export function discountFields(discount: Discount): Fields {
  const amount = discount.type === 'fixed_amount' ? discount.amount : undefined;
  return {
    amount_cents: amount === undefined ? null : toCents(amount),
    amount_currency: amount?.currency ?? null,
    percentage_rate: discount.type === 'percentage' ? toRailsDecimal(discount.rate) : null,
  };
}

/** On how many invoices a coupon counts, in the fields that coupons and applied coupons share. */
export function frequencyFields(frequency: CouponFrequency): Fields {
  return {
    frequency: frequency.type,
    frequency_duration: frequency.type === 'recurring' ? frequency.periods : null,
  };
}

/** A coupon as Lago writes it. */
export function couponObject(state: LagoState, coupon: Coupon): Fields {
  const { limit, expiresAt } = coupon;
  const isOver = coupon.status === 'terminated' && expiresAt !== undefined;
  return {
    lago_id: state.ids.of('coupon', coupon.code),
    name: coupon.name ?? coupon.code,
    code: coupon.code,
    description: coupon.description ?? null,
    coupon_type: coupon.discount.type,
    ...discountFields(coupon.discount),
    ...frequencyFields(coupon.frequency),
    reusable: coupon.reusable ?? true,
    limited_plans: limit?.to === 'plans',
    plan_codes: limit?.to === 'plans' ? limit.plans : [],
    limited_billable_metrics: limit?.to === 'metrics',
    billable_metric_codes: limit?.to === 'metrics' ? limit.metrics : [],
    expiration: expiresAt === undefined ? 'no_expiration' : 'time_limit',
    expiration_at: expiresAt === undefined ? null : toSeconds(expiresAt),
    created_at: toSeconds(coupon.createdAt),
    terminated_at: isOver ? toSeconds(expiresAt) : null,
  };
}
