import { compact } from '@billport/adapter-kit';
import {
  type CheckedInputOf,
  type Clock,
  type Contract,
  type Coupon,
  type CouponLimit,
  currentInstant,
} from '@billport/core';
import { createdAt } from '../created-at.ts';
import type { LagoCoupon, LagoCouponInput } from '../wire/coupon.ts';
import { instantOf } from '../wire-instant.ts';
import { discountOf, frequencyOf, termsBody } from './coupon-terms.ts';

/** A change of a coupon. */
export type UpdateCouponInput = CheckedInputOf<Contract['coupons']['update']>;

function limitOf(wire: LagoCoupon): CouponLimit | undefined {
  if (wire.limited_plans) return { to: 'plans', plans: [...(wire.plan_codes ?? [])] };
  if (!wire.limited_billable_metrics) return undefined;
  return { to: 'metrics', metrics: [...(wire.billable_metric_codes ?? [])] };
}

/** Lago marks an expired coupon with a job of its own: it cannot be applied before that either. */
function statusOf(wire: LagoCoupon, clock: Clock): Coupon['status'] {
  const expiresAt = instantOf(wire.expiration_at, 'expiration_at');
  if (wire.terminated_at !== null && wire.terminated_at !== undefined) return 'terminated';
  return expiresAt !== undefined && expiresAt <= currentInstant(clock) ? 'terminated' : 'active';
}

/** A coupon of Lago in the words of the contract. */
export function toCoupon(wire: LagoCoupon, clock: Clock): Coupon {
  return compact({
    code: wire.code,
    name: wire.name ?? undefined,
    description: wire.description ?? undefined,
    discount: discountOf(wire.coupon_type, wire),
    frequency: frequencyOf(wire),
    limit: limitOf(wire),
    reusable: wire.reusable ?? undefined,
    status: statusOf(wire, clock),
    expiresAt: instantOf(wire.expiration_at, 'expiration_at'),
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'coupon', id: wire.lago_id },
  }) as Coupon;
}

/** Both kinds are sent, so that the former limit of the other kind does not stay. */
function limitBody(limit: CouponLimit | null): NonNullable<LagoCouponInput['applies_to']> {
  return {
    plan_codes: limit?.to === 'plans' ? limit.plans : [],
    billable_metric_codes: limit?.to === 'metrics' ? limit.metrics : [],
  };
}

function expirationBody(expiresAt: string | null): LagoCouponInput {
  return expiresAt === null
    ? { expiration: 'no_expiration', expiration_at: null }
    : { expiration: 'time_limit', expiration_at: expiresAt };
}

/** The fields of a coupon that are given, as Lago takes them. */
export function couponBody(input: UpdateCouponInput): LagoCouponInput {
  const { discount, expiresAt, limit } = input;
  return compact({
    name: input.name,
    description: input.description,
    coupon_type: discount?.type,
    ...termsBody(input),
    reusable: input.reusable,
    ...(limit === undefined ? {} : { applies_to: limitBody(limit) }),
    ...(expiresAt === undefined ? {} : expirationBody(expiresAt)),
  }) as LagoCouponInput;
}
