import {
  type ApplyCouponInput,
  BillingError,
  type CouponFrequency,
  type CouponLimit,
  type CreateCouponInput,
  type Discount,
  moneyFromMinor,
} from '@billport/core';
import type { BillCoupon } from '../bill/bill-file.ts';
import { present } from './present.ts';

function missing(coupon: BillCoupon, field: string): never {
  throw new BillingError('invalid_input', {
    message: `customer.coupons: ${coupon.id} needs ${field}.`,
  });
}

function discountOf(coupon: BillCoupon, currency: string, cents = coupon.amount_cents): Discount {
  if (coupon.type === 'percentage') {
    return {
      type: 'percentage',
      rate: coupon.percentage_rate ?? missing(coupon, 'percentage_rate'),
    };
  }
  const amount = cents ?? missing(coupon, 'amount_cents');
  return { type: 'fixed_amount', amount: moneyFromMinor(amount, coupon.currency ?? currency) };
}

function frequencyOf(coupon: BillCoupon): CouponFrequency {
  if (coupon.frequency !== 'recurring') return { type: coupon.frequency };
  const periods = coupon.periods_remaining ?? missing(coupon, 'periods_remaining');
  return { type: 'recurring', periods };
}

function limitOf(coupon: BillCoupon): CouponLimit | undefined {
  const { limited_to_metrics: metrics, limited_to_plans: plans } = coupon;
  if (metrics?.length && plans?.length) {
    throw new BillingError('invalid_input', {
      message: `customer.coupons: ${coupon.id} is limited to metrics and to plans: choose one of them.`,
    });
  }
  if (metrics?.length) return { to: 'metrics', metrics };
  return plans?.length ? { to: 'plans', plans } : undefined;
}

/**
 * A coupon of a bill file as the contract creates it.
 * @param currency - Of a fixed amount that names none.
 * @throws BillingError `invalid_input` when it lacks what its type or frequency needs.
 */
export function couponInput(coupon: BillCoupon, currency: string): CreateCouponInput {
  return present({
    code: coupon.id,
    discount: discountOf(coupon, currency, coupon.amount_cents ?? coupon.remaining_cents),
    frequency: frequencyOf(coupon),
    limit: limitOf(coupon),
  });
}

/** How it is given to the customer: with what is left of it, where the bill says so. */
export function applyCouponInput(
  coupon: BillCoupon,
  customerKey: string,
  currency: string,
): ApplyCouponInput {
  const rest = coupon.remaining_cents;
  return present({
    customerKey,
    couponCode: coupon.id,
    discount: rest === undefined ? undefined : discountOf(coupon, currency, rest),
  });
}
