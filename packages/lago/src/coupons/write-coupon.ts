import { createOnce, deleteOnce, path } from '@billport/adapter-kit';
import type { Coupon, CreateCouponInput, Result } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { notApplied } from '../not-applied.ts';
import { readByCode, withCode } from '../read-by-code.ts';
import { withWholeSeconds } from '../whole-seconds.ts';
import type { LagoCoupon, LagoCouponInput } from '../wire/coupon.ts';
import { couponBody, toCoupon, type UpdateCouponInput } from './coupon.ts';
import { changedTerms, checkTerms } from './locked-terms.ts';

const COMPARED_FIELDS = [
  'name',
  'description',
  'discount',
  'frequency',
  'limit',
  'reusable',
  'expiresAt',
] as const;

const lookupOf = (code: string, what: string) =>
  `coupons.get({ code: ${JSON.stringify(code)} }): ${what}`;

/** Reads the coupon of a code. */
export const readCoupon = (lago: Connection, code: string, context: CallContext) =>
  readByCode<LagoCoupon>(
    lago,
    { root: 'coupon', resource: 'coupon', code, path: path`/coupons/${code}` },
    context,
  );

const warningsOf = (input: UpdateCouponInput, coupon: Coupon) =>
  notApplied(withWholeSeconds(input), coupon, COMPARED_FIELDS);

function resultOf(lago: Connection, input: UpdateCouponInput, wire: LagoCoupon): Result<Coupon> {
  const coupon = toCoupon(withCode(wire, { resource: 'coupon', code: input.code }), lago.clock);
  const warnings = warningsOf(input, coupon);
  return warnings.length === 0 ? coupon : { ...coupon, warnings };
}

/** A new coupon as Lago takes it: with an expiration, and with one kind of limit at most. */
function createBody({ expiresAt, ...input }: CreateCouponInput): LagoCouponInput {
  const body = couponBody({
    ...input,
    expiresAt: expiresAt ?? null,
    name: input.name || input.code,
  });
  const { plan_codes = [], billable_metric_codes = [] } = body.applies_to ?? {};
  return {
    code: input.code,
    ...body,
    ...(plan_codes.length > 0 ? { applies_to: { plan_codes } } : {}),
    ...(billable_metric_codes.length > 0 ? { applies_to: { billable_metric_codes } } : {}),
  };
}

/** Creates a coupon. */
export async function createCoupon(
  lago: Connection,
  input: CreateCouponInput,
  context: CallContext,
): Promise<Result<Coupon>> {
  const { code } = input;
  const body = { coupon: createBody(input) };
  const wire = await createOnce<LagoCoupon>({
    lookup: lookupOf(code, 'see whether it is there.'),
    create: (lookup) =>
      lago.one(
        'coupon',
        {
          method: 'POST',
          path: path`/coupons`,
          body,
          repeat: 'safe',
          lookup,
          about: { resource: 'coupon', key: code },
        },
        context,
      ),
    read: () => readCoupon(lago, code, context),
    isMade: (found) => warningsOf(input, toCoupon(found, lago.clock)).length === 0,
  });
  return resultOf(lago, input, wire);
}

/**
 * Changes a coupon, after a look at what it is and whether a customer has it.
 * @throws BillingError `conflict` when terms change that a customer was given.
 */
export async function updateCoupon(
  lago: Connection,
  input: UpdateCouponInput,
  context: CallContext,
): Promise<Result<Coupon>> {
  const { code } = input;
  const body = couponBody(input);
  const before = await readCoupon(lago, code, context);
  // Lago refuses a request without fields.
  if (Object.keys(body).length === 0) return toCoupon(before, lago.clock);
  await checkTerms(lago, before, changedTerms(toCoupon(before, lago.clock), input), context);
  const wire = await lago.one<LagoCoupon>(
    'coupon',
    {
      method: 'PUT',
      path: path`/coupons/${code}`,
      body: { coupon: body },
      repeat: 'safe',
      lookup: lookupOf(code, 'see whether it shows the change.'),
      about: { resource: 'coupon', key: code },
    },
    context,
  );
  return resultOf(lago, input, wire);
}

/** Deletes a coupon: the one of exactly this code, which is why it is read first. */
export async function deleteCoupon(
  lago: Connection,
  code: string,
  context: CallContext,
): Promise<Coupon> {
  const before = await readCoupon(lago, code, context);
  const deleted = await deleteOnce(before, () =>
    lago.one<LagoCoupon>(
      'coupon',
      {
        method: 'DELETE',
        path: path`/coupons/${code}`,
        repeat: 'safe',
        lookup: lookupOf(code, 'not_found means that it is deleted.'),
        about: { resource: 'coupon', key: code },
      },
      context,
    ),
  );
  const coupon = toCoupon(withCode(deleted, { resource: 'coupon', code }), lago.clock);
  return { ...coupon, status: 'terminated' };
}
