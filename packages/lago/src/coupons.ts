import { path } from '@billport/adapter-kit';
import { type Coupon, emulated, type Handlers, native } from '@billport/core';
import type { Connection } from './connection.ts';
import { ApplicationOwners } from './coupons/application-owners.ts';
import { applyCoupon, listApplied, removeApplied } from './coupons/apply-coupon.ts';
import { toCoupon } from './coupons/coupon.ts';
import { createCoupon, deleteCoupon, readCoupon, updateCoupon } from './coupons/write-coupon.ts';
import type { LagoCoupon } from './wire/coupon.ts';

const REMOVE =
  'Lago removes a coupon under its customer only, who is looked up in the list of applied coupons where this process has not seen the application.';

/** The port `coupons`. */
export function couponHandlers(lago: Connection) {
  const owners = new ApplicationOwners(lago);
  const show = (wire: LagoCoupon): Coupon => toCoupon(wire, lago.clock);
  return {
    create: native((input, context) => createCoupon(lago, input, context)),
    get: native(async ({ code }, context) => show(await readCoupon(lago, code, context))),
    list: native(({ limit, cursor }, context) =>
      lago.page<LagoCoupon, Coupon>(
        { path: path`/coupons`, root: 'coupons', limit, cursor, toItem: show },
        context,
      ),
    ),
    update: native((input, context) => updateCoupon(lago, input, context)),
    delete: native(({ code }, context) => deleteCoupon(lago, code, context)),
    apply: native((input, context) => applyCoupon(lago, owners, input, context)),
    listApplied: native((input, context) => listApplied(lago, owners, input, context)),
    remove: emulated(
      ({ appliedCouponId }, context) => removeApplied(lago, owners, appliedCouponId, context),
      REMOVE,
    ),
  } satisfies Handlers['coupons'];
}
