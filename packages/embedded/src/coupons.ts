import { isDeepStrictEqual } from 'node:util';
import {
  BillingError,
  type CheckedInputOf,
  type Contract,
  type Coupon,
  type CouponLimit,
  type CreateCouponInput,
  type Handlers,
  native,
} from '@billport/core';
import { applyChanges } from './apply-changes.ts';
import { applyCoupon, isExpired } from './coupons/apply-coupon.ts';
import {
  closeAppliedCoupons,
  closedColumn,
  endAppliedCoupon,
} from './coupons/end-applied-coupons.ts';
import { command, type Engine, type Moment, query } from './engine.ts';
import { checkReferences } from './references.ts';

type UpdateCouponInput = CheckedInputOf<Contract['coupons']['update']>;

/** What a coupon takes off: fixed once a customer has it. */
const TERMS = ['discount', 'frequency', 'limit', 'reusable'] as const;

/** A stored coupon as it is now: one that has expired can be applied no more. */
function at(coupon: Coupon, { instant }: Moment): Coupon {
  return isExpired(coupon, instant) ? { ...coupon, status: 'terminated' } : coupon;
}

function checkLimit(engine: Engine, limit: CouponLimit | null | undefined): void {
  const { plans, metrics } = engine.tables;
  if (limit?.to === 'plans') checkReferences(plans, limit.plans, ['limit', 'plans']);
  if (limit?.to === 'metrics') checkReferences(metrics, limit.metrics, ['limit', 'metrics']);
}

function create(engine: Engine, input: CreateCouponInput, moment: Moment): Coupon {
  checkLimit(engine, input.limit);
  const coupon: Coupon = { ...input, status: 'active', createdAt: moment.instant };
  engine.tables.coupons.insert(coupon.code, coupon, {});
  return at(coupon, moment);
}

/** Absent means reusable, so that writing it out changes nothing. */
const termOf = (coupon: Coupon, term: (typeof TERMS)[number]) =>
  term === 'reusable' ? (coupon.reusable ?? true) : coupon[term];

/** @throws BillingError `conflict` when terms change that a customer was given. */
function checkTerms(engine: Engine, before: Coupon, after: Coupon): void {
  const changed = TERMS.filter(
    (term) => !isDeepStrictEqual(termOf(before, term), termOf(after, term)),
  );
  if (changed.length === 0) return;
  if (engine.tables.appliedCoupons.all({ coupon: before.code }).length === 0) return;
  const message = 'Fixed, because a customer has had the coupon. Create another coupon.';
  throw new BillingError('conflict', {
    message: `${changed.join(', ')}: ${message}`,
    issues: changed.map((term) => ({ path: [term], message })),
    details: { resource: 'coupon', key: before.code, state: 'applied' },
  });
}

function update(engine: Engine, input: UpdateCouponInput, moment: Moment): Coupon {
  const before = engine.tables.coupons.get(input.code);
  checkLimit(engine, input.limit);
  const coupon = applyChanges(before, input);
  checkTerms(engine, before, coupon);
  engine.tables.coupons.replace(coupon.code, coupon);
  return at(coupon, moment);
}

/** Ends the coupon for everybody. Its code is free again, and a later coupon of it is another one. */
function remove(engine: Engine, code: string, moment: Moment): Coupon {
  const { coupons, appliedCoupons } = engine.tables;
  const coupon = coupons.get(code);
  closeAppliedCoupons(engine, appliedCoupons.all({ coupon: code }), moment);
  coupons.remove(code);
  return { ...coupon, status: 'terminated' };
}

/** The port `coupons`. */
export function couponHandlers(engine: Engine) {
  const { coupons, appliedCoupons } = engine.tables;
  return {
    create: native(command(engine, (input, moment) => create(engine, input, moment))),
    get: native(query(engine, ({ code }, moment) => at(coupons.get(code), moment))),
    list: native(
      query(engine, (input, moment) => {
        const page = coupons.page(input);
        return { ...page, items: page.items.map((coupon) => at(coupon, moment)) };
      }),
    ),
    update: native(command(engine, (input, moment) => update(engine, input, moment))),
    delete: native(command(engine, ({ code }, moment) => remove(engine, code, moment))),
    apply: native(command(engine, (input, moment) => applyCoupon(engine, input, moment))),
    listApplied: native(
      query(engine, ({ customerKey, couponCode, status, ...page }) =>
        appliedCoupons.page(page, {
          customer: customerKey,
          coupon: couponCode === undefined ? undefined : [couponCode, closedColumn(couponCode)],
          status,
        }),
      ),
    ),
    remove: native(
      command(engine, ({ appliedCouponId }, moment) =>
        endAppliedCoupon(engine, appliedCoupons.get(appliedCouponId), moment),
      ),
    ),
  } satisfies Handlers['coupons'];
}
