import { afterWrite, checkEcho, compact, mayHaveLanded, path } from '@billport/adapter-kit';
import {
  type AppliedCoupon,
  BillingError,
  type CheckedInputOf,
  type Contract,
  type Page,
  type Result,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { notApplied } from '../not-applied.ts';
import type { LagoAppliedCoupon, LagoAppliedCouponInput } from '../wire/coupon.ts';
import type { ApplicationOwners } from './application-owners.ts';
import { toAppliedCoupon, typeOfApplied } from './applied-coupon.ts';
import { termsBody } from './coupon-terms.ts';
import { readCoupon } from './write-coupon.ts';

type Coupons = Contract['coupons'];
type ApplyCouponInput = CheckedInputOf<Coupons['apply']>;

const ROOT = 'applied_coupon';

async function toItem(
  lago: Connection,
  wire: LagoAppliedCoupon,
  context: CallContext,
): Promise<AppliedCoupon> {
  const type =
    typeOfApplied(wire) ?? (await readCoupon(lago, wire.coupon_code, context)).coupon_type;
  return toAppliedCoupon(wire, type);
}

/** Gives a coupon to a customer. A second call would give it once more. */
export async function applyCoupon(
  lago: Connection,
  owners: ApplicationOwners,
  input: ApplyCouponInput,
  context: CallContext,
): Promise<Result<AppliedCoupon>> {
  const { customerKey, couponCode } = input;
  const body: LagoAppliedCouponInput = compact({
    external_customer_id: customerKey,
    coupon_code: couponCode,
    ...termsBody(input),
  });
  const ref = JSON.stringify({ customerKey, couponCode });
  const request = {
    method: 'POST',
    path: path`/applied_coupons`,
    body: { applied_coupon: body },
    repeat: 'never',
    lookup: `coupons.listApplied(${ref}): see whether there is one that was made by this call (createdAt).`,
    about: { resource: 'coupon', key: couponCode, named: { customer: customerKey } },
  } as const;
  const wire = await lago.one<LagoAppliedCoupon>(ROOT, request, context);
  return afterWrite(request.lookup, async () => {
    checkEcho('customer', customerKey, wire.external_customer_id);
    owners.remember(wire);
    const given = await toItem(lago, wire, context);
    const warnings = notApplied(input, given, ['discount', 'frequency']);
    return warnings.length === 0 ? given : { ...given, warnings };
  });
}

/** One page of the coupons that customers have. */
export function listApplied(
  lago: Connection,
  owners: ApplicationOwners,
  input: CheckedInputOf<Coupons['listApplied']>,
  context: CallContext,
): Promise<Page<AppliedCoupon>> {
  const { customerKey, couponCode, status, limit, cursor } = input;
  const codes = couponCode === undefined ? undefined : [couponCode];
  return lago.page<LagoAppliedCoupon, AppliedCoupon>(
    {
      path: path`/applied_coupons`,
      query: { external_customer_id: customerKey, coupon_code: codes, status },
      root: 'applied_coupons',
      limit,
      cursor,
      toItem: (row) => {
        owners.remember(row);
        return toItem(lago, row, context);
      },
    },
    context,
  );
}

/** The application as it is in the customer's list, ended or not. */
async function findApplied(
  lago: Connection,
  customerKey: string,
  appliedCouponId: string,
  context: CallContext,
): Promise<LagoAppliedCoupon | undefined> {
  const query = { external_customer_id: customerKey };
  const list = { path: path`/applied_coupons`, root: 'applied_coupons', query };
  for await (const row of lago.rows<LagoAppliedCoupon>(list, context)) {
    if (row.lago_id === appliedCouponId) return row;
  }
  return undefined;
}

/** Takes a coupon from the customer who has it. */
export async function removeApplied(
  lago: Connection,
  owners: ApplicationOwners,
  appliedCouponId: string,
  context: CallContext,
): Promise<AppliedCoupon> {
  const customerKey = await owners.find(appliedCouponId, context);
  const address = path`/customers/${customerKey}/applied_coupons/${appliedCouponId}`;
  const request = {
    method: 'DELETE',
    path: address,
    repeat: 'safe',
    lookup: `coupons.listApplied(${JSON.stringify({ customerKey })}): see the status of this one.`,
    about: { resource: 'applied coupon', key: appliedCouponId },
  } as const;
  const wire = await lago.one<LagoAppliedCoupon>(ROOT, request, context).catch(async (error) => {
    const isOwnWork = BillingError.is(error, 'not_found') && mayHaveLanded(error);
    const ended = isOwnWork && (await findApplied(lago, customerKey, appliedCouponId, context));
    if (ended && ended.status === 'terminated') return ended;
    throw error;
  });
  checkEcho('applied coupon', appliedCouponId, wire.lago_id);
  return toItem(lago, wire, context);
}
