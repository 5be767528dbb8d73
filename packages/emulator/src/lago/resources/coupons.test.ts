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

const SHARE = {
  name: 'Share',
  code: 'share',
  coupon_type: 'percentage',
  percentage_rate: '12.5',
  frequency: 'recurring',
  frequency_duration: 3,
  expiration: 'time_limit',
  expiration_at: '2026-02-01T00:00:00Z',
};

const create = (account: Account, coupon: Fields) => account.one('POST', '/coupons', { coupon });

const change = (account: Account, code: string, coupon: Fields) =>
  account.one('PUT', `/coupons/${code}`, { coupon });

async function apply(account: Account, coupon_code: string): Promise<void> {
  await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
  await account.one('POST', '/applied_coupons', {
    applied_coupon: { external_customer_id: 'acme', coupon_code },
  });
}

describe('coupons', () => {
  it('take off an amount', async () => {
    const coupon = await create(openAccount(), TEN);
    expect(coupon).toMatchObject({
      ...TEN,
      percentage_rate: null,
      frequency_duration: null,
      reusable: true,
      limited_plans: false,
      plan_codes: [],
      expiration_at: null,
      terminated_at: null,
    });
  });

  it('trap 7: take off a share, which is a decimal string', async () => {
    const account = openAccount();
    expect(await create(account, SHARE)).toMatchObject({ ...SHARE, amount_cents: null });
    const whole = await create(account, { ...SHARE, code: 'whole', percentage_rate: 10 });
    expect(whole).toMatchObject({ percentage_rate: '10.0' });
  });

  it.each([
    [{ expiration: undefined }, { expiration: ['value_is_invalid'] }],
    [{ name: '' }, { name: ['value_is_mandatory'] }],
    [{ coupon_type: 'gift' }, { coupon_type: ['value_is_invalid'] }],
    [{ amount_cents: 0 }, { amount_cents: ['value_is_out_of_range'] }],
    [{ amount_currency: null }, { amount_currency: ['value_is_mandatory'] }],
    [{ frequency: 'sometimes' }, { frequency: ['value_is_invalid'] }],
    [{ coupon_type: 'percentage' }, { percentage_rate: ['value_is_mandatory'] }],
    [
      { coupon_type: 'percentage', percentage_rate: 'x' },
      { percentage_rate: ['value_is_invalid'] },
    ],
    [
      { expiration: 'time_limit', expiration_at: '2025-01-01T00:00:00Z' },
      { expiration_at: ['invalid_date'] },
    ],
  ])('are refused with %j', async (fields, codes) => {
    const answer = await openAccount().call('POST', '/coupons', { coupon: { ...TEN, ...fields } });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual(codes);
  });

  it('have a code that is taken once', async () => {
    const account = openAccount();
    await create(account, TEN);
    const answer = await account.call('POST', '/coupons', { coupon: TEN });
    expect(refusedFields(answer)).toEqual({ code: ['value_already_exist'] });
  });

  it('are limited to plans or to metrics, which exist', async () => {
    const account = openAccount();
    const limited = (applies_to: Fields) =>
      account.call('POST', '/coupons', { coupon: { ...TEN, applies_to } });
    expect(await limited({ plan_codes: ['pro'] })).toMatchObject({
      status: 404,
      body: { code: 'plans_not_found' },
    });
    expect(await limited({ billable_metric_codes: ['calls'] })).toMatchObject({
      status: 404,
      body: { code: 'billable_metrics_not_found' },
    });
    expect(await limited({ plan_codes: ['pro'], billable_metric_codes: ['calls'] })).toMatchObject({
      status: 405,
      body: { code: 'only_one_limitation_type_per_coupon_allowed' },
    });
    await account.one('POST', '/billable_metrics', {
      billable_metric: { name: 'Calls', code: 'calls', aggregation_type: 'count_agg' },
    });
    expect((await limited({ billable_metric_codes: ['calls'] })).body.coupon).toMatchObject({
      limited_billable_metrics: true,
      billable_metric_codes: ['calls'],
      limited_plans: false,
    });
  });

  it('change as a whole until a customer has them', async () => {
    const account = openAccount();
    await create(account, TEN);
    expect(await change(account, 'ten', { amount_cents: 500, name: 'Five' })).toMatchObject({
      amount_cents: 500,
      amount_currency: 'EUR',
      name: 'Five',
    });
    expect(
      await change(account, 'ten', { coupon_type: 'percentage', percentage_rate: '5' }),
    ).toMatchObject({ coupon_type: 'percentage', percentage_rate: '5.0', amount_cents: null });
  });

  it('trap 11: ignore in silence what is fixed once a customer has them', async () => {
    const account = openAccount();
    await create(account, TEN);
    await apply(account, 'ten');
    const changed = await change(account, 'ten', {
      code: 'eleven',
      amount_cents: 500,
      reusable: false,
      name: 'Other',
      description: 'New',
      expiration: 'time_limit',
      expiration_at: '2026-03-01T00:00:00Z',
    });
    expect(changed).toMatchObject({
      code: 'ten',
      amount_cents: 1000,
      reusable: true,
      name: 'Other',
      description: 'New',
      expiration_at: '2026-03-01T00:00:00Z',
    });
  });

  it('end for everybody when they are deleted, and their code is free again', async () => {
    const account = openAccount();
    const first = await create(account, TEN);
    await apply(account, 'ten');
    await account.one('DELETE', '/coupons/ten');
    expect((await account.call('GET', '/coupons/ten')).body.code).toBe('coupon_not_found');
    const { body } = await account.call('GET', '/applied_coupons');
    expect(body.applied_coupons).toMatchObject([
      { status: 'terminated', lago_coupon_id: first.lago_id, coupon_name: 'Ten' },
    ]);
    expect((await create(account, TEN)).lago_id).not.toBe(first.lago_id);
  });

  it('are over when their time is', async () => {
    const account = openAccount();
    await create(account, SHARE);
    await account.state.advanceTo('2026-02-02T00:00:00Z');
    expect(await account.one('GET', '/coupons/share')).toMatchObject({
      terminated_at: '2026-02-01T00:00:00Z',
    });
  });
});
