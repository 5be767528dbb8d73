import { path, sameData } from '@billport/adapter-kit';
import { BillingError, type Coupon } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoAppliedCoupon, LagoCoupon } from '../wire/coupon.ts';
import type { UpdateCouponInput } from './coupon.ts';

/** What a coupon takes off: locked once a customer has had it. */
const TERMS = ['discount', 'frequency', 'limit', 'reusable'] as const;

/** The terms that the call would change. */
export function changedTerms(before: Coupon, input: UpdateCouponInput): string[] {
  return TERMS.filter(
    (term) => input[term] !== undefined && !sameData(input[term] ?? undefined, before[term]),
  );
}

/** Whether a customer has or had it. An earlier coupon of the same code does not count. */
async function isApplied(lago: Connection, coupon: LagoCoupon, context: CallContext) {
  const query = { coupon_code: [coupon.code] };
  const list = { path: path`/applied_coupons`, root: 'applied_coupons', query };
  for await (const row of lago.rows<LagoAppliedCoupon>(list, context)) {
    if (row.lago_coupon_id === coupon.lago_id) return true;
  }
  return false;
}

/**
 * Refuses a change of terms that Lago would ignore with a 200 (`facts/lago.md §b`, Coupons).
 * @throws BillingError `conflict` when terms change that a customer was given.
 */
export async function checkTerms(
  lago: Connection,
  coupon: LagoCoupon,
  terms: readonly string[],
  context: CallContext,
): Promise<void> {
  if (terms.length === 0 || !(await isApplied(lago, coupon, context))) return;
  const message = 'Fixed, because a customer has had the coupon. Create another coupon.';
  throw new BillingError('conflict', {
    message: `${terms.join(', ')}: ${message}`,
    issues: terms.map((term) => ({ path: [term], message })),
    details: { resource: 'coupon', key: coupon.code, state: 'applied' },
  });
}
