import {
  type AppliedCoupon,
  BillingError,
  type CheckedInputOf,
  type Contract,
  type Coupon,
  type CouponLimit,
  type Customer,
  type Discount,
} from '@billport/core';
import { couponsOverlap } from '@billport/rating';
import { compact } from '../apply-changes.ts';
import { type Engine, type Moment, nextId } from '../engine.ts';

type ApplyCouponInput = CheckedInputOf<Contract['coupons']['apply']>;

function refuse(coupon: Coupon, message: string, state: string): never {
  throw new BillingError('conflict', {
    message: `couponCode: coupon ${JSON.stringify(coupon.code)} ${message}`,
    issues: [{ path: ['couponCode'], message: `The coupon ${message}` }],
    details: { resource: 'coupon', key: coupon.code, state },
  });
}

/** Whether the coupon's time to be applied is over at `now`. */
export function isExpired(coupon: Coupon, now: string): boolean {
  return coupon.expiresAt !== undefined && coupon.expiresAt <= now;
}

function checkReuse(engine: Engine, coupon: Coupon, customer: Customer): void {
  if (coupon.reusable !== false) return;
  const { customerKey } = customer;
  const had = engine.tables.appliedCoupons.all({ customer: customerKey, coupon: coupon.code });
  if (had.length === 0) return;
  refuse(coupon, `can be applied once, and ${JSON.stringify(customerKey)} has had it.`, 'used');
}

/** A customer who pays in one currency would never use a fixed amount in another (`facts/rating.md §9`). */
function checkCurrency(coupon: Coupon, discount: Discount, customer: Customer): void {
  if (discount.type !== 'fixed_amount' || customer.currency === undefined) return;
  const { currency } = discount.amount;
  if (currency === customer.currency) return;
  const message = `takes off ${currency}, but the customer pays in ${customer.currency}.`;
  refuse(coupon, message, 'other currency');
}

const limitsOf = (limit: CouponLimit | undefined) => ({
  ...(limit?.to === 'plans' && { limitedToPlans: limit.plans }),
  ...(limit?.to === 'metrics' && { limitedToMetrics: limit.metrics }),
});

/** Two coupons on the same plan or metric cannot both be applied (`facts/rating.md §9`). */
function checkOverlap(engine: Engine, coupon: Coupon, customer: Customer): void {
  const { appliedCoupons, coupons, plans } = engine.tables;
  const metricsOfPlan = (code: string) =>
    (plans.find(code)?.charges ?? []).map((charge) => charge.metric);
  const active = appliedCoupons.all({ customer: customer.customerKey, status: 'active' });
  const rival = active.find(({ couponCode }) =>
    couponsOverlap(limitsOf(coupon.limit), limitsOf(coupons.get(couponCode).limit), metricsOfPlan),
  );
  if (rival === undefined) return;
  const other = JSON.stringify(rival.couponCode);
  refuse(
    coupon,
    `counts on the same plan or metric as coupon ${other}, which the customer has (${rival.id}): remove that one first.`,
    'overlapping',
  );
}

/**
 * Gives a coupon to a customer.
 * @throws BillingError `not_found` for an unknown customer or coupon; `conflict` when the coupon
 * has expired, was used up by the customer, is in another currency, or overlaps with another one.
 */
export function applyCoupon(
  engine: Engine,
  input: ApplyCouponInput,
  { instant }: Moment,
): AppliedCoupon {
  const customer = engine.tables.customers.get(input.customerKey);
  const coupon = engine.tables.coupons.get(input.couponCode);
  const { discount = coupon.discount, frequency = coupon.frequency } = input;
  if (isExpired(coupon, instant))
    refuse(
      coupon,
      `expired at ${coupon.expiresAt}: apply another one, or move expiresAt with coupons.update.`,
      'expired',
    );
  checkReuse(engine, coupon, customer);
  checkCurrency(coupon, discount, customer);
  checkOverlap(engine, coupon, customer);
  const applied: AppliedCoupon = compact({
    id: nextId(engine, 'applied_coupon'),
    couponCode: coupon.code,
    customerKey: customer.customerKey,
    status: 'active',
    discount,
    frequency,
    remainingAmount:
      discount.type === 'fixed_amount' && frequency.type === 'once' ? discount.amount : undefined,
    remainingPeriods: frequency.type === 'recurring' ? frequency.periods : undefined,
    createdAt: instant,
  });
  const columns = { customer: customer.customerKey, coupon: coupon.code, status: 'active' };
  engine.tables.appliedCoupons.insert(applied.id, applied, columns);
  return applied;
}
