import type { AppliedCoupon, Invoice } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { couponBehind } from '../coupons/coupon-memory.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';
import { discountFields, frequencyFields } from './coupons.ts';

/** A coupon that a customer has, as Lago writes it. */
export function appliedCouponObject(state: LagoState, applied: AppliedCoupon): Fields {
  const coupon = couponBehind(state, applied.id, applied.couponCode);
  const { expiresAt, deletedAt } = coupon;
  const isOver = expiresAt !== undefined && expiresAt <= state.now();
  return {
    lago_id: state.ids.of('applied_coupon', applied.id),
    lago_coupon_id: coupon.lagoId,
    coupon_code: applied.couponCode,
    coupon_name: coupon.name,
    coupon_status: isOver ? 'terminated' : 'active',
    coupon_deleted_at: deletedAt === undefined ? null : toSeconds(deletedAt),
    lago_customer_id: state.ids.of('customer', applied.customerKey),
    external_customer_id: applied.customerKey,
    status: applied.status,
    ...discountFields(applied.discount),
    amount_cents_remaining:
      applied.remainingAmount === undefined ? null : toCents(applied.remainingAmount),
    ...frequencyFields(applied.frequency),
    frequency_duration_remaining: applied.remainingPeriods ?? null,
    expiration_at: expiresAt === undefined ? null : toSeconds(expiresAt),
    created_at: toSeconds(applied.createdAt),
    terminated_at: applied.terminatedAt === undefined ? null : toSeconds(applied.terminatedAt),
  };
}

/** What the coupon took off each of these invoices. */
function creditObjects(
  state: LagoState,
  applied: AppliedCoupon,
  invoices: readonly Invoice[],
): Fields[] {
  const coupon = couponBehind(state, applied.id, applied.couponCode);
  return invoices.flatMap((invoice) =>
    invoice.coupons
      .filter(({ appliedCouponId }) => appliedCouponId === applied.id)
      .map(({ amount }) => ({
        lago_id: state.ids.of('credit', `${invoice.id}\n${applied.id}`),
        amount_cents: toCents(amount),
        amount_currency: amount.currency,
        before_taxes: true,
        item: {
          lago_item_id: coupon.lagoId,
          type: 'coupon',
          code: coupon.code,
          name: coupon.name,
        },
        invoice: {
          lago_id: state.ids.of('invoice', invoice.id),
          payment_status: invoice.paymentStatus,
        },
      })),
  );
}

/** The same with `credits`, as lists have it. `invoices`: those of the customer. */
export function appliedCouponWithCredits(
  state: LagoState,
  applied: AppliedCoupon,
  invoices: readonly Invoice[],
): Fields {
  return {
    ...appliedCouponObject(state, applied),
    credits: creditObjects(state, applied, invoices),
  };
}
