import type { CouponLimit } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AT_ONCE,
  invalid,
  lagoHost,
  lagoProvider,
  missing,
  TAKEN,
  wholeList,
} from './lago-host.fixture.ts';
import type { LagoAppliedCoupon, LagoCoupon } from './wire/coupon.ts';

const wireCoupon = (fields: Partial<LagoCoupon> = {}): LagoCoupon => ({
  lago_id: 'coupon-id',
  code: 'welcome',
  name: 'Welcome',
  description: null,
  coupon_type: 'fixed_amount',
  amount_cents: 500,
  amount_currency: 'USD',
  percentage_rate: null,
  frequency: 'once',
  frequency_duration: null,
  reusable: true,
  limited_plans: false,
  plan_codes: [],
  limited_billable_metrics: false,
  billable_metric_codes: [],
  expiration_at: null,
  created_at: '2026-01-02T03:04:05Z',
  terminated_at: null,
  ...fields,
});
const coupon = (fields: Partial<LagoCoupon> = {}) => ({ coupon: wireCoupon(fields) });

const wireApplied = (fields: Partial<LagoAppliedCoupon> = {}): LagoAppliedCoupon => ({
  lago_id: 'applied-id',
  lago_coupon_id: 'coupon-id',
  coupon_code: 'welcome',
  external_customer_id: 'acme.com',
  status: 'active',
  amount_cents: 500,
  amount_cents_remaining: 500,
  amount_currency: 'USD',
  percentage_rate: null,
  frequency: 'once',
  frequency_duration: null,
  frequency_duration_remaining: null,
  created_at: '2026-01-02T03:04:05Z',
  terminated_at: null,
  ...fields,
});
const appliedCoupon = (fields: Partial<LagoAppliedCoupon> = {}) => ({
  applied_coupon: wireApplied(fields),
});
const appliedList = (...rows: LagoAppliedCoupon[]) => wholeList('applied_coupons', rows);

const discount = { type: 'fixed_amount', amount: { amount: '5.00', currency: 'USD' } } as const;
const once = { type: 'once' } as const;
const welcome = {
  code: 'welcome',
  name: 'Welcome',
  discount,
  frequency: once,
  reusable: true,
  status: 'active',
  createdAt: '2026-01-02T03:04:05.000Z',
  providerRef: { provider: 'lago', type: 'coupon', id: 'coupon-id' },
};
const applied = {
  id: 'applied-id',
  couponCode: 'welcome',
  customerKey: 'acme.com',
  status: 'active',
  discount,
  frequency: once,
  remainingAmount: { amount: '5.00', currency: 'USD' },
  createdAt: '2026-01-02T03:04:05.000Z',
  providerRef: { provider: 'lago', type: 'applied_coupon', id: 'applied-id' },
};

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('coupons.create', () => {
  it('sends what Lago wants beside what is given: a name and an expiration', async () => {
    lagoHost()
      .post('/coupons', {
        coupon: {
          code: 'welcome',
          name: 'welcome',
          coupon_type: 'fixed_amount',
          amount_cents: 500,
          amount_currency: 'USD',
          percentage_rate: null,
          frequency: 'once',
          frequency_duration: null,
          expiration: 'no_expiration',
          expiration_at: null,
        },
      })
      .reply(200, coupon({ name: 'welcome' }));
    const made = await lagoProvider().coupons.create({
      code: 'welcome',
      discount,
      frequency: once,
    });
    expect(made).toEqual({ ...welcome, name: 'welcome' });
  });

  it.each<[CouponLimit, Partial<LagoCoupon>, Partial<LagoCoupon>]>([
    [{ to: 'plans', plans: ['pro'] }, { plan_codes: ['pro'] }, { limited_plans: true }],
    [
      { to: 'metrics', metrics: ['tokens'] },
      { billable_metric_codes: ['tokens'] },
      { limited_billable_metrics: true },
    ],
  ])('sends one kind of limit only: %j', async (limit, applies_to, flags) => {
    const wire = {
      name: 'Welcome',
      coupon_type: 'percentage',
      percentage_rate: '12.5',
      frequency: 'recurring',
      frequency_duration: 3,
      reusable: false,
    };
    const expiring = { expiration: 'time_limit', expiration_at: '2026-02-01T00:00:00.500Z' };
    lagoHost()
      .post('/coupons', {
        coupon: {
          ...wire,
          ...expiring,
          code: 'welcome',
          amount_cents: null,
          amount_currency: null,
          applies_to,
        },
      })
      .reply(
        200,
        coupon({
          ...wire,
          ...flags,
          ...applies_to,
          amount_cents: null,
          amount_currency: null,
          expiration_at: '2026-02-01T00:00:00Z',
        }),
      );
    const terms = {
      discount: { type: 'percentage' as const, rate: '12.5' },
      frequency: { type: 'recurring' as const, periods: 3 },
      limit,
      reusable: false,
    };
    const made = await lagoProvider().coupons.create({
      code: 'welcome',
      name: 'Welcome',
      ...terms,
      expiresAt: '2026-02-01T00:00:00.500Z',
    });
    expect(made).toEqual({ ...welcome, ...terms, expiresAt: '2026-02-01T00:00:00.000Z' });
  });

  it('trap 7: sends amounts in the smallest unit of their currency, and refuses inexact ones', async () => {
    const yen = { type: 'fixed_amount', amount: { amount: '500', currency: 'JPY' } } as const;
    lagoHost()
      .post('/coupons', ({ coupon: { amount_cents } }) => amount_cents === 500)
      .reply(200, coupon({ amount_currency: 'JPY' }));
    const { coupons } = lagoProvider();
    const kept = await coupons.create({ ...welcomeInput, discount: yen });
    expect(kept).toMatchObject({ discount: yen });
    const amount = { amount: '90071992547409.92', currency: 'USD' };
    await expect(
      coupons.create({ ...welcomeInput, discount: { type: 'fixed_amount', amount } }),
    ).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: ['discount', 'amount'] }] });
  });

  it('trap 11: warns of a rate that Lago rounded', async () => {
    lagoHost()
      .post('/coupons')
      .reply(200, coupon({ coupon_type: 'percentage', percentage_rate: '12.34568' }));
    const { warnings } = await lagoProvider().coupons.create({
      ...welcomeInput,
      discount: { type: 'percentage', rate: '12.345678' },
    });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'discount' }]);
  });

  it('trap 3: takes a coupon that a lost answer made for its own', async () => {
    lagoHost().post('/coupons').reply(502, '', AT_ONCE);
    lagoHost().post('/coupons').reply(422, TAKEN);
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    expect(await lagoProvider().coupons.create(welcomeInput)).toEqual(welcome);
  });

  it('names the plan that a limit misses', async () => {
    lagoHost().post('/coupons').reply(404, missing('plans'));
    const limit = { to: 'plans' as const, plans: ['pro'] };
    await expect(lagoProvider().coupons.create({ ...welcomeInput, limit })).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'plan' },
    });
  });
});

const welcomeInput = { code: 'welcome', name: 'Welcome', discount, frequency: once };

describe('coupons.get and list', () => {
  it.each([
    [{ terminated_at: '2026-01-10T00:00:00Z' }, 'terminated'],
    [{ expiration_at: '2026-01-15T12:00:00Z' }, 'terminated'],
    [{ expiration_at: '2026-01-15T12:00:01Z' }, 'active'],
    [{}, 'active'],
  ])('says whether it can be applied now: %j is %s', async (fields, status) => {
    lagoHost().get('/coupons/welcome').reply(200, coupon(fields));
    expect(await lagoProvider().coupons.get({ code: 'welcome' })).toMatchObject({ status });
  });

  it.each([
    [{ coupon_type: 'lottery' }],
    [{ frequency: 'sometimes' }],
    [{ frequency: 'recurring', frequency_duration: null }],
    [{ amount_currency: null }],
    [{ amount_cents: 0.5 }],
    [{ coupon_type: 'percentage', percentage_rate: null }],
    [{ expiration_at: 'soon' }],
  ])('makes nothing up of what it does not know: %j', async (fields) => {
    lagoHost()
      .get('/coupons/welcome')
      .reply(200, coupon(fields as Partial<LagoCoupon>));
    await expect(lagoProvider().coupons.get({ code: 'welcome' })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });

  it('lists', async () => {
    lagoHost()
      .get('/coupons')
      .query({ page: '1', per_page: '50' })
      .reply(200, wholeList('coupons', [wireCoupon()]));
    expect((await lagoProvider().coupons.list()).items).toEqual([welcome]);
  });
});

describe('coupons.update', () => {
  const rate = { type: 'percentage', rate: '10' } as const;

  it('reads the coupon where nothing is to change: Lago refuses a request without fields', async () => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    const found = await lagoProvider().coupons.update({ code: 'welcome' });
    expect(found).toMatchObject({ code: 'welcome', status: 'active' });
  });

  it('trap 11: refuses to change terms that a customer was given, and sends nothing', async () => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    lagoHost()
      .get('/applied_coupons')
      .query((query) =>
        JSON.stringify(query['coupon_code[]'] ?? query.coupon_code).includes('welcome'),
      )
      .reply(200, appliedList(wireApplied({ status: 'terminated' })));
    await expect(
      lagoProvider().coupons.update({
        code: 'welcome',
        name: 'x',
        discount: rate,
        reusable: false,
      }),
    ).rejects.toMatchObject({
      code: 'conflict',
      issues: [{ path: ['discount'] }, { path: ['reusable'] }],
      details: { resource: 'coupon', key: 'welcome', state: 'applied' },
    });
  });

  it('changes terms where only an earlier coupon of the code was given', async () => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    lagoHost()
      .get('/applied_coupons')
      .query(true)
      .reply(200, appliedList(wireApplied({ lago_coupon_id: 'earlier-id' })));
    lagoHost()
      .put('/coupons/welcome', {
        coupon: {
          coupon_type: 'percentage',
          percentage_rate: '10',
          amount_cents: null,
          amount_currency: null,
        },
      })
      .reply(200, coupon({ coupon_type: 'percentage', percentage_rate: '10.0' }));
    const updated = await lagoProvider().coupons.update({ code: 'welcome', discount: rate });
    expect(updated).toEqual({ ...welcome, discount: rate });
  });

  it('does not look for customers where the terms stay', async () => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    lagoHost()
      .put('/coupons/welcome')
      .reply(200, coupon({ description: 'x' }));
    const same = { discount, frequency: once, reusable: true };
    expect(
      await lagoProvider().coupons.update({ code: 'welcome', description: 'x', ...same }),
    ).toEqual({ ...welcome, description: 'x' });
  });

  it('empties the limit of the other kind, and both with null', async () => {
    const { coupons } = lagoProvider();
    const limited = { limited_plans: true, plan_codes: ['pro'] };
    const metrics = { limited_billable_metrics: true, billable_metric_codes: ['tokens'] };
    lagoHost().get('/coupons/welcome').twice().reply(200, coupon(limited));
    lagoHost().get('/applied_coupons').twice().query(true).reply(200, appliedList());
    lagoHost()
      .put('/coupons/welcome', {
        coupon: { applies_to: { plan_codes: [], billable_metric_codes: ['tokens'] } },
      })
      .reply(200, coupon(metrics));
    lagoHost()
      .put('/coupons/welcome', {
        coupon: { applies_to: { plan_codes: [], billable_metric_codes: [] } },
      })
      .reply(200, coupon());
    const limit = { to: 'metrics' as const, metrics: ['tokens'] };
    expect(await coupons.update({ code: 'welcome', limit })).toEqual({ ...welcome, limit });
    expect(await coupons.update({ code: 'welcome', limit: null })).toEqual(welcome);
  });

  it.each([
    [null, { expiration: 'no_expiration', expiration_at: null }, null],
    [
      '2026-02-01T00:00:00.000Z',
      { expiration: 'time_limit', expiration_at: '2026-02-01T00:00:00.000Z' },
      '2026-02-01T00:00:00Z',
    ],
  ])('says with the moment that there is one: %s', async (expiresAt, body, expiration_at) => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    lagoHost().put('/coupons/welcome', { coupon: body }).reply(200, coupon({ expiration_at }));
    const { warnings } = await lagoProvider().coupons.update({ code: 'welcome', expiresAt });
    expect(warnings).toBeUndefined();
  });

  it('trap 11: warns of terms that somebody locked meanwhile', async () => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    lagoHost().get('/applied_coupons').query(true).reply(200, appliedList());
    lagoHost().put('/coupons/welcome').reply(200, coupon());
    const { warnings } = await lagoProvider().coupons.update({ code: 'welcome', discount: rate });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'discount' }]);
  });
});

describe('coupons.delete', () => {
  it('brings the coupon as one that has ended', async () => {
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    lagoHost().delete('/coupons/welcome').reply(200, coupon());
    expect(await lagoProvider().coupons.delete({ code: 'welcome' })).toEqual({
      ...welcome,
      status: 'terminated',
    });
  });

  it('trap 8: deletes nothing when the reply is for another coupon', async () => {
    lagoHost().get('/coupons/wel%2Ecome').reply(200, coupon());
    await expect(lagoProvider().coupons.delete({ code: 'wel.come' })).rejects.toMatchObject({
      code: 'malformed_response',
    });
  });
});

describe('coupons.apply', () => {
  const given = { customerKey: 'acme.com', couponCode: 'welcome' };
  const body = { external_customer_id: 'acme.com', coupon_code: 'welcome' };

  it('sends what is given, and brings what is left', async () => {
    lagoHost().post('/applied_coupons', { applied_coupon: body }).reply(200, appliedCoupon());
    expect(await lagoProvider().coupons.apply(given)).toEqual(applied);
  });

  it('trap 3: is sent once, and says how to look when its answer is lost', async () => {
    lagoHost().post('/applied_coupons').reply(502, '', AT_ONCE);
    await expect(lagoProvider().coupons.apply(given)).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: {
        lookup: expect.stringContaining(
          'coupons.listApplied({"customerKey":"acme.com","couponCode":"welcome"})',
        ),
      },
    });
  });

  it('takes a discount of another kind and a frequency for this customer', async () => {
    const wire = { percentage_rate: '12.5', frequency: 'recurring', frequency_duration: 3 };
    lagoHost()
      .post('/applied_coupons', {
        applied_coupon: { ...body, ...wire, amount_cents: null, amount_currency: null },
      })
      .reply(
        200,
        appliedCoupon({
          ...wire,
          amount_cents: null,
          amount_currency: null,
          amount_cents_remaining: null,
          frequency_duration_remaining: 3,
        }),
      );
    const own = {
      discount: { type: 'percentage', rate: '12.5' },
      frequency: { type: 'recurring', periods: 3 },
    } as const;
    const { remainingAmount: _, ...rest } = applied;
    expect(await lagoProvider().coupons.apply({ ...given, ...own })).toEqual({
      ...rest,
      ...own,
      remainingPeriods: 3,
    });
  });

  it('trap 11: warns where the kind of the coupon counts, and not the discount of the call', async () => {
    const both = { percentage_rate: '12.5', amount_cents_remaining: null, frequency: 'forever' };
    lagoHost().post('/applied_coupons').reply(200, appliedCoupon(both));
    lagoHost().get('/coupons/welcome').reply(200, coupon());
    const kept = await lagoProvider().coupons.apply({
      ...given,
      discount: { type: 'percentage', rate: '12.5' },
    });
    expect(kept).toMatchObject({
      discount,
      warnings: [{ code: 'not_applied', field: 'discount' }],
    });
  });

  it.each([
    [404, missing('customer'), 'not_found', { resource: 'customer', key: 'acme.com' }],
    [404, missing('coupon'), 'not_found', { resource: 'coupon', key: 'welcome' }],
    [405, { status: 405, code: 'plan_overlapping' }, 'conflict', undefined],
    [422, invalid({ coupon: ['coupon_is_not_reusable'] }), 'conflict', undefined],
  ])('%i %j is %s', async (status, reply, code, details) => {
    lagoHost().post('/applied_coupons').reply(status, reply);
    await expect(lagoProvider().coupons.apply(given)).rejects.toMatchObject({
      code,
      ...(details && { details }),
    });
  });

  it('names the customer whom Lago does not know', async () => {
    lagoHost().post('/applied_coupons').reply(404, missing('customer'));
    await expect(lagoProvider().coupons.apply(given)).rejects.toThrow(
      'There is no customer "acme.com".',
    );
  });

  it('trap 8: does not take the coupon of another customer for done', async () => {
    lagoHost()
      .post('/applied_coupons')
      .reply(200, appliedCoupon({ external_customer_id: 'acme' }));
    await expect(lagoProvider().coupons.apply(given)).rejects.toMatchObject({
      code: 'outcome_unknown',
    });
  });
});

describe('coupons.listApplied', () => {
  it('filters as Lago wants it', async () => {
    lagoHost()
      .get(
        '/applied_coupons?external_customer_id=acme.com&coupon_code%5B%5D=welcome&status=active&page=1&per_page=50',
      )
      .reply(200, appliedList(wireApplied()));
    const filter = { customerKey: 'acme.com', couponCode: 'welcome', status: 'active' } as const;
    expect((await lagoProvider().coupons.listApplied(filter)).items).toEqual([applied]);
  });

  it('trap 24: brings a status of tomorrow as unknown', async () => {
    const rows = [wireApplied({ status: 'paused', terminated_at: '2026-01-03T00:00:00Z' })];
    lagoHost().get('/applied_coupons').query(true).reply(200, wholeList('applied_coupons', rows));
    expect((await lagoProvider().coupons.listApplied()).items).toMatchObject([
      { status: 'unknown', terminatedAt: '2026-01-03T00:00:00.000Z' },
    ]);
  });
});

describe('coupons.remove', () => {
  const removal = { appliedCouponId: 'applied-id' };
  const ended = { status: 'terminated', terminated_at: '2026-01-15T12:00:00Z' };
  const address = '/customers/acme%2Ecom/applied_coupons/applied-id';

  it('knows whose it is when it was applied here', async () => {
    const { coupons } = lagoProvider();
    lagoHost().post('/applied_coupons').reply(200, appliedCoupon());
    lagoHost().delete(address).reply(200, appliedCoupon(ended));
    await coupons.apply({ customerKey: 'acme.com', couponCode: 'welcome' });
    expect(await coupons.remove(removal)).toMatchObject({
      id: 'applied-id',
      status: 'terminated',
      terminatedAt: '2026-01-15T12:00:00.000Z',
    });
  });

  it('knows whose it is when it was listed here', async () => {
    const { coupons } = lagoProvider();
    lagoHost().get('/applied_coupons').query(true).reply(200, appliedList(wireApplied()));
    lagoHost().delete(address).reply(200, appliedCoupon(ended));
    await coupons.listApplied();
    expect(await coupons.remove(removal)).toMatchObject({ status: 'terminated' });
  });

  it('looks for whose it is through all pages', async () => {
    const others = wholeList('applied_coupons', [wireApplied({ lago_id: 'other-id' })]);
    const first = { ...others, meta: { ...others.meta, next_page: 2 } };
    lagoHost().get('/applied_coupons').query({ page: '1', per_page: '100' }).reply(200, first);
    lagoHost()
      .get('/applied_coupons')
      .query({ page: '2', per_page: '100' })
      .reply(200, appliedList(wireApplied()));
    lagoHost().delete(address).reply(200, appliedCoupon(ended));
    expect(await lagoProvider().coupons.remove(removal)).toMatchObject({ status: 'terminated' });
  });

  it('finds nothing for an id that no application has', async () => {
    lagoHost().get('/applied_coupons').query(true).reply(200, appliedList());
    await expect(lagoProvider().coupons.remove(removal)).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'applied coupon', key: 'applied-id' },
    });
  });

  it('takes one that a lost answer removed for removed', async () => {
    lagoHost().get('/applied_coupons').query(true).reply(200, appliedList(wireApplied()));
    lagoHost().delete(address).reply(502, '', AT_ONCE);
    lagoHost().delete(address).reply(404, missing('applied_coupon'));
    lagoHost()
      .get('/applied_coupons')
      .query({ external_customer_id: 'acme.com', page: '1', per_page: '100' })
      .reply(200, appliedList(wireApplied(ended)));
    expect(await lagoProvider().coupons.remove(removal)).toMatchObject({ status: 'terminated' });
  });

  it('takes one that still counts for not removed, though the second attempt found none', async () => {
    lagoHost().get('/applied_coupons').query(true).twice().reply(200, appliedList(wireApplied()));
    lagoHost().delete(address).reply(502, '', AT_ONCE);
    lagoHost().delete(address).reply(404, missing('applied_coupon'));
    await expect(lagoProvider().coupons.remove(removal)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
