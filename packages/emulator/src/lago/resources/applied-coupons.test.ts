import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';

const TEN = {
  name: 'Ten',
  code: 'ten',
  coupon_type: 'fixed_amount',
  amount_cents: 1000,
  amount_currency: 'EUR',
  frequency: 'once',
  expiration: 'no_expiration',
};

async function open(coupon: Fields = {}): Promise<Account> {
  const account = openAccount();
  await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
  await account.one('POST', '/coupons', { coupon: { ...TEN, ...coupon } });
  return account;
}

const applied = (fields: Fields = {}) => ({
  applied_coupon: { external_customer_id: 'acme', coupon_code: 'ten', ...fields },
});

const apply = (account: Account, fields?: Fields) =>
  account.one('POST', '/applied_coupons', applied(fields));

const tryToApply = (account: Account, fields?: Fields) =>
  account.call('POST', '/applied_coupons', applied(fields));

describe('POST /applied_coupons', () => {
  it("gives the customer the coupon's terms", async () => {
    const account = await open();
    expect(await apply(account)).toMatchObject({
      coupon_code: 'ten',
      coupon_name: 'Ten',
      external_customer_id: 'acme',
      status: 'active',
      amount_cents: 1000,
      amount_cents_remaining: 1000,
      amount_currency: 'EUR',
      frequency: 'once',
      frequency_duration_remaining: null,
      terminated_at: null,
    });
  });

  it('takes other terms in their place', async () => {
    const account = await open();
    const fields = { amount_cents: 300, frequency: 'recurring', frequency_duration: 2 };
    expect(await apply(account, fields)).toMatchObject({
      amount_cents: 300,
      amount_cents_remaining: null,
      frequency: 'recurring',
      frequency_duration: 2,
      frequency_duration_remaining: 2,
    });
  });

  it("fixes the customer's currency, and is refused in another one", async () => {
    const account = await open();
    await apply(account);
    expect(await account.one('GET', '/customers/acme')).toMatchObject({ currency: 'EUR' });
    const answer = await tryToApply(account, { amount_currency: 'USD' });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ currency: ['currencies_does_not_match'] });
  });

  it('trap 3: gives a reusable one twice when it is sent twice', async () => {
    const account = await open();
    await apply(account);
    await apply(account);
    const { body } = await account.call('GET', '/customers/acme/applied_coupons');
    expect(body.meta).toMatchObject({ total_count: 2 });
  });

  it('refuses one that is not reusable the second time', async () => {
    const account = await open({ reusable: false });
    await apply(account);
    const answer = await tryToApply(account);
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual({ coupon: ['coupon_is_not_reusable'] });
  });

  it('trap 2: refuses a second one on the same metric as a conflict of state', async () => {
    const account = openAccount();
    await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
    await account.one('POST', '/billable_metrics', {
      billable_metric: { name: 'Calls', code: 'calls', aggregation_type: 'count_agg' },
    });
    const applies_to = { billable_metric_codes: ['calls'] };
    for (const code of ['ten', 'eleven']) {
      await account.one('POST', '/coupons', { coupon: { ...TEN, code, applies_to } });
    }
    await apply(account);
    expect(await tryToApply(account, { coupon_code: 'eleven' })).toMatchObject({
      status: 405,
      body: { error: 'Method Not Allowed', code: 'plan_overlapping' },
    });
  });

  it.each([
    [{ external_customer_id: 'nobody' }, 'customer_not_found'],
    [{ coupon_code: 'none' }, 'coupon_not_found'],
    [{ coupon_code: '' }, 'coupon_not_found'],
  ])('answers 404 for %j', async (fields, code) => {
    expect(await tryToApply(await open(), fields)).toMatchObject({ status: 404, body: { code } });
  });

  it('does not find a coupon whose time is over', async () => {
    const account = await open({ expiration: 'time_limit', expiration_at: '2026-02-01T00:00:00Z' });
    await account.state.advanceTo('2026-02-01T00:00:00Z');
    expect(await tryToApply(account)).toMatchObject({
      status: 404,
      body: { code: 'coupon_not_found' },
    });
  });
});

describe('GET /applied_coupons', () => {
  it('tells what a coupon took off, and on which invoice', async () => {
    const account = await open();
    await apply(account);
    await account.one('POST', '/plans', {
      plan: {
        name: 'Pro',
        code: 'pro',
        interval: 'monthly',
        amount_cents: 600,
        amount_currency: 'EUR',
        pay_in_advance: true,
      },
    });
    await account.one('POST', '/subscriptions', {
      subscription: {
        external_id: 'acme-pro',
        external_customer_id: 'acme',
        plan_code: 'pro',
        billing_time: 'anniversary',
      },
    });
    await account.state.runJobs();
    const { body } = await account.call('GET', '/applied_coupons?external_customer_id=acme');
    expect(body.applied_coupons).toMatchObject([
      {
        amount_cents_remaining: 400,
        credits: [
          {
            amount_cents: 600,
            amount_currency: 'EUR',
            before_taxes: true,
            item: { type: 'coupon', code: 'ten', name: 'Ten' },
          },
        ],
      },
    ]);
  });

  it('filters by status and coupon', async () => {
    const account = await open();
    const first = await apply(account);
    await apply(account);
    await account.one('DELETE', `/customers/acme/applied_coupons/${first.lago_id}`);
    const count = async (query: string) => {
      const { body } = await account.call('GET', `/applied_coupons?${query}`);
      return Array.isArray(body.applied_coupons) ? body.applied_coupons.length : undefined;
    };
    expect(await count('status=active')).toBe(1);
    expect(await count('status=terminated')).toBe(1);
    expect(await count('coupon_code[]=ten')).toBe(2);
    expect(await count('coupon_code[]=other')).toBe(0);
  });
});

describe('DELETE /customers/{external_id}/applied_coupons/{id}', () => {
  it('ends it', async () => {
    const account = await open();
    const { lago_id } = await apply(account);
    const path = `/customers/acme/applied_coupons/${lago_id}`;
    expect(await account.one('DELETE', path)).toMatchObject({
      lago_id,
      status: 'terminated',
      terminated_at: '2026-01-15T12:00:00Z',
    });
  });

  it("does not find another customer's, or none", async () => {
    const account = await open();
    await account.one('POST', '/customers', { customer: { external_id: 'other' } });
    const { lago_id } = await apply(account);
    for (const path of [`other/applied_coupons/${lago_id}`, 'acme/applied_coupons/none']) {
      expect(await account.call('DELETE', `/customers/${path}`)).toMatchObject({
        status: 404,
        body: { code: 'applied_coupon_not_found' },
      });
    }
  });
});
