import {
  type AppliedCoupon,
  BillingError,
  type Coupon,
  type Customer,
  type Discount,
  type Invoice,
} from '@billport/core';
import { type Context, Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { discountIn, frequencyIn } from '../coupons/coupon-input.ts';
import { rememberApplication } from '../coupons/coupon-memory.ts';
import { findCustomer } from '../customers/find-customer.ts';
import { invalid, notAllowed, notFound } from '../failure.ts';
import { FieldErrors, inLagosWords } from '../field-errors.ts';
import { appliedCouponObject, appliedCouponWithCredits } from '../objects/applied-coupons.ts';
import { couponObject } from '../objects/coupons.ts';
import { listParameter, pageOfRows } from '../page-of-rows.ts';
import { rootOf, textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

/** The fields of an application that stand in for those of the coupon. */
const OVERRIDES = [
  'amount_cents',
  'amount_currency',
  'percentage_rate',
  'frequency',
  'frequency_duration',
] as const;

/** @throws LagoFailure 404 for one that is unknown, deleted or expired. */
async function findActiveCoupon(state: LagoState, code: string | null | undefined) {
  const coupon = await state.billing.coupons.get({ code: code ?? '' }).catch((error: unknown) => {
    // A text that the engine takes for no key is no coupon's code.
    if (BillingError.is(error, 'invalid_input')) throw notFound('coupon');
    throw error;
  });
  if (coupon.status !== 'active') throw notFound('coupon');
  return coupon;
}

/** What the customer gets: the coupon's terms with those that were sent in their place. */
function termsIn(state: LagoState, coupon: Coupon, fields: Fields) {
  const errors = new FieldErrors();
  const sent = OVERRIDES.filter((name) => fields[name] != null).map((name) => [name, fields[name]]);
  const terms = { ...couponObject(state, coupon), ...Object.fromEntries(sent) };
  const discount = discountIn(state, terms, errors);
  const frequency = frequencyIn(terms, errors);
  return { discount: errors.orThrow(discount), frequency: errors.orThrow(frequency) };
}

/** The engine's refusals in Lago's words (`facts/lago.md §b` "Coupons"). */
function refusalOf(error: unknown): unknown {
  if (!BillingError.is(error, 'conflict')) return error;
  const { state } = error.details ?? {};
  if (state === 'used') return invalid({ coupon: ['coupon_is_not_reusable'] });
  if (state === 'overlapping') return notAllowed('plan_overlapping');
  return error;
}

/** @throws LagoFailure 422 when an amount is of another currency than the customer's. */
function checkCurrency(customer: Customer, discount: Discount): void {
  if (discount.type !== 'fixed_amount' || customer.currency === undefined) return;
  if (discount.amount.currency === customer.currency) return;
  throw invalid({ currency: ['currencies_does_not_match'] });
}

async function apply(state: LagoState, fields: Fields): Promise<AppliedCoupon> {
  const customer = await findCustomer(state, textIn(fields, 'external_customer_id') ?? '');
  const coupon = await findActiveCoupon(state, textIn(fields, 'coupon_code'));
  const { customerKey } = customer;
  const { discount, frequency } = termsIn(state, coupon, fields);
  checkCurrency(customer, discount);
  const applied = await inLagosWords({ discount: 'percentage_rate' }, () =>
    state.billing.coupons.apply({ customerKey, couponCode: coupon.code, discount, frequency }),
  ).catch((error: unknown) => {
    throw refusalOf(error);
  });
  rememberApplication(state, applied.id, coupon);
  if (discount.type === 'fixed_amount' && customer.currency === undefined) {
    const { currency } = discount.amount;
    await state.billing.customers.upsert({ customerKey, currency });
  }
  return applied;
}

type Wanted = (applied: AppliedCoupon) => boolean;

function wantedBy(context: Context): Wanted {
  const status = context.req.query('status');
  const codes = listParameter(context, 'coupon_code');
  return (applied) =>
    (status === undefined || status === '' || applied.status === status) &&
    (codes.length === 0 || codes.includes(applied.couponCode));
}

async function listed(
  state: LagoState,
  customerKey: string | undefined,
  isWanted: Wanted,
): Promise<AppliedCoupon[]> {
  const all = state.billing.coupons.listApplied({
    limit: 100,
    ...(customerKey !== undefined && { customerKey }),
  });
  const rows: AppliedCoupon[] = [];
  for await (const applied of all) if (isWanted(applied)) rows.push(applied);
  return rows;
}

async function withCredits(state: LagoState, applied: AppliedCoupon): Promise<Fields> {
  const invoices: Invoice[] = [];
  const { customerKey } = applied;
  for await (const invoice of state.billing.invoices.list({ customerKey, limit: 100 })) {
    invoices.push(invoice);
  }
  return appliedCouponWithCredits(state, applied, invoices);
}

async function answerList(state: LagoState, context: Context, customerKey: string | undefined) {
  const all = await listed(state, customerKey, wantedBy(context));
  const { rows, meta } = pageOfRows(context, all);
  const objects = rows.map((applied) => withCredits(state, applied));
  return context.json({ applied_coupons: await Promise.all(objects), meta });
}

/** Ends an active one. @throws LagoFailure 404 */
async function remove(state: LagoState, customerKey: string, id: string): Promise<AppliedCoupon> {
  const appliedCouponId = state.ids.keyOf('applied_coupon', id);
  const rows = await listed(state, customerKey, (each) => each.id === appliedCouponId);
  if (rows[0] === undefined || appliedCouponId === undefined) throw notFound('applied_coupon');
  return state.billing.coupons.remove({ appliedCouponId });
}

/** Routes of this resource. */
export function appliedCouponsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/applied_coupons', async (context) => {
    const applied = await apply(state, await rootOf(context, 'applied_coupon'));
    return context.json({ applied_coupon: appliedCouponObject(state, applied) });
  });
  app.get('/applied_coupons', (context) =>
    answerList(state, context, context.req.query('external_customer_id')),
  );
  app.get('/customers/:external_id/applied_coupons', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('external_id'));
    return answerList(state, context, customerKey);
  });
  app.delete('/customers/:external_id/applied_coupons/:id', async (context) => {
    const { external_id: externalId, id } = context.req.param();
    const { customerKey } = await findCustomer(state, externalId);
    const applied = await remove(state, customerKey, id);
    return context.json({ applied_coupon: appliedCouponObject(state, applied) });
  });
  return app;
}
