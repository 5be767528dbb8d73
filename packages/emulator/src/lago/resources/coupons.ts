import type { Coupon } from '@billport/core';
import { Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { discountIn, expirationIn, frequencyIn, limitIn } from '../coupons/coupon-input.ts';
import { forgetCoupon, rememberCoupon } from '../coupons/coupon-memory.ts';
import { notEmulated } from '../failure.ts';
import { FieldErrors, inLagosWords } from '../field-errors.ts';
import { couponObject } from '../objects/coupons.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf, textIn } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

const NAMES = { expiresAt: 'expiration_at', discount: 'percentage_rate', limit: 'applies_to' };

/** All that can still change once a customer has the coupon (`facts/lago.md §b` "Coupons"). */
const ALWAYS_CHANGEABLE = ['name', 'description', 'expiration', 'expiration_at'];

/** The checked terms of a coupon, from all of its fields. */
async function termsIn(state: LagoState, fields: Fields, errors: FieldErrors) {
  const discount = discountIn(state, fields, errors);
  const frequency = frequencyIn(fields, errors);
  return {
    discount: errors.orThrow(discount),
    frequency: errors.orThrow(frequency),
    reusable: fields.reusable !== false,
    limit: await limitIn(state, fields),
  };
}

async function createCoupon(state: LagoState, fields: Fields): Promise<Coupon> {
  const errors = new FieldErrors();
  errors.require(fields, 'name', 'code');
  const expiresAt = expirationIn(state, fields, errors);
  const { limit, ...terms } = await termsIn(state, fields, errors);
  const description = textIn(fields, 'description');
  return inLagosWords(NAMES, () =>
    state.billing.coupons.create({
      ...terms,
      code: textIn(fields, 'code') ?? '',
      name: textIn(fields, 'name') ?? '',
      ...(limit !== null && { limit }),
      ...(description != null && { description }),
      ...(expiresAt != null && { expiresAt }),
    }),
  );
}

async function isAttached(state: LagoState, couponCode: string): Promise<boolean> {
  const { items } = await state.billing.coupons.listApplied({ couponCode, limit: 1 });
  return items.length > 0;
}

/** Who and until when: what changes whether a customer has the coupon or not. */
function descriptionIn(state: LagoState, sent: Fields, before: Fields, errors: FieldErrors) {
  if ('name' in sent) errors.require(sent, 'name');
  const name = textIn(sent, 'name');
  const description = textIn(sent, 'description');
  const expires = 'expiration' in sent || 'expiration_at' in sent;
  const expiresAt = expires ? expirationIn(state, { ...before, ...sent }, errors) : undefined;
  errors.throwIfAny();
  return {
    ...(name != null && { name }),
    ...(description !== undefined && { description }),
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/** `applies_to` as it was, for fields that are read again as a whole. */
const appliesTo = ({ plan_codes, billable_metric_codes }: Fields): Fields => ({
  plan_codes,
  billable_metric_codes,
});

async function updateCoupon(state: LagoState, code: string, fields: Fields): Promise<Coupon> {
  const before = couponObject(state, await state.billing.coupons.get({ code }));
  const attached = await isAttached(state, code);
  const sent = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !attached || ALWAYS_CHANGEABLE.includes(name)),
  );
  if ('code' in sent && sent.code !== code) {
    throw notEmulated('Changing the code of a coupon is not emulated.');
  }
  const errors = new FieldErrors();
  const description = descriptionIn(state, sent, before, errors);
  const merged = { ...before, applies_to: appliesTo(before), ...sent };
  const terms = attached ? {} : await termsIn(state, merged, errors);
  return inLagosWords(NAMES, () =>
    state.billing.coupons.update({ code, ...description, ...terms }),
  );
}

/** Routes of this resource. */
export function couponsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/coupons', async (context) => {
    const coupon = await createCoupon(state, await rootOf(context, 'coupon'));
    return context.json({ coupon: couponObject(state, coupon) });
  });
  app.get('/coupons', async (context) => {
    const coupons: Fields[] = [];
    for await (const coupon of state.billing.coupons.list({ limit: 100 })) {
      coupons.push(couponObject(state, coupon));
    }
    const { rows, meta } = pageOfRows(context, coupons);
    return context.json({ coupons: rows, meta });
  });
  app.get('/coupons/:code', async (context) => {
    const coupon = await state.billing.coupons.get({ code: context.req.param('code') });
    return context.json({ coupon: couponObject(state, coupon) });
  });
  app.put('/coupons/:code', async (context) => {
    const sent = await rootOf(context, 'coupon');
    const coupon = await updateCoupon(state, context.req.param('code'), sent);
    rememberCoupon(state, coupon);
    return context.json({ coupon: couponObject(state, coupon) });
  });
  app.delete('/coupons/:code', async (context) => {
    const code = context.req.param('code');
    const coupon = await state.billing.coupons.delete({ code });
    const object = couponObject(state, coupon);
    forgetCoupon(state, code);
    return context.json({ coupon: object });
  });
  return app;
}
