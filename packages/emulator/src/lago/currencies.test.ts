import { describe, expect, it } from 'vitest';
import { type Account, openAccount, refusedFields } from './open-account.fixture.ts';

/** Every request that names a currency: the field that is refused, and what is sent. */
const REQUESTS = [
  ['customers', 'currency', 'POST', '/customers', customer],
  ['plans', 'amount_currency', 'POST', '/plans', plan],
  ['wallets', 'currency', 'POST', '/wallets', wallet],
  ['coupons', 'amount_currency', 'POST', '/coupons', coupon],
  ['add-ons', 'amount_currency', 'POST', '/add_ons', addOn],
  ['the organization', 'default_currency', 'PUT', '/organizations', organization],
  ['one-off invoices', 'currency', 'POST', '/invoices', invoice],
  ['applied coupons', 'amount_currency', 'POST', '/applied_coupons', appliedCoupon],
] as const;

function customer(currency: string) {
  return { customer: { external_id: 'other', currency } };
}

function plan(currency: string) {
  const terms = { interval: 'monthly', amount_cents: 1, pay_in_advance: false };
  return { plan: { name: 'Pro', code: 'pro', ...terms, amount_currency: currency } };
}

function wallet(currency: string) {
  return { wallet: { external_customer_id: 'acme', rate_amount: '1', currency } };
}

function couponTerms(code: string, currency: string) {
  const amount = { coupon_type: 'fixed_amount', amount_cents: 1, amount_currency: currency };
  return { name: code, code, ...amount, frequency: 'once', expiration: 'no_expiration' };
}

function coupon(currency: string) {
  return { coupon: couponTerms('welcome', currency) };
}

function addOn(currency: string) {
  return { add_on: { name: 'Help', code: 'help', amount_cents: 1, amount_currency: currency } };
}

function organization(currency: string) {
  return { organization: { default_currency: currency } };
}

function invoice(currency: string) {
  const fees = [{ add_on_code: 'setup', unit_amount_cents: 1 }];
  return { invoice: { external_customer_id: 'acme', currency, fees } };
}

function appliedCoupon(currency: string) {
  const terms = { amount_cents: 1, amount_currency: currency };
  return { applied_coupon: { external_customer_id: 'acme', coupon_code: 'known', ...terms } };
}

/** What the requests refer to; none of it is in the currency of the requests. */
async function prepare(account: Account): Promise<void> {
  await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
  await account.one('POST', '/coupons', { coupon: couponTerms('known', 'USD') });
  const setup = { name: 'Setup', code: 'setup', amount_cents: 1, amount_currency: 'USD' };
  await account.one('POST', '/add_ons', { add_on: setup });
}

describe.each(REQUESTS)('the currency of %s', (_, field, method, path, body) => {
  it('is one of those that Lago takes', async () => {
    const account = openAccount();
    await prepare(account);
    const answer = await account.call(method, path, body('KWD'));
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toMatchObject({ [field]: ['value_is_invalid'] });
    expect((await account.call(method, path, body('EUR'))).status).toBe(200);
  });

  it('is any of ISO 4217 when all are taken', async () => {
    const account = openAccount({ allCurrencies: true });
    await prepare(account);
    expect((await account.call(method, path, body('KWD'))).status).toBe(200);
  });

  it('is never a code that is no currency', async () => {
    const account = openAccount({ allCurrencies: true });
    await prepare(account);
    expect((await account.call(method, path, body('kwd'))).status).toBe(422);
  });
});
