import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  AT_ONCE,
  invalid,
  lagoHost,
  lagoProvider,
  missing,
  wholeList,
} from './lago-host.fixture.ts';
import {
  endedSubscription,
  lagoSubscription,
  pendingSubscription,
  serveCustomer,
  serveRows,
  unasked,
} from './subscriptions/lago-subscription.fixture.ts';

const seat = { subscriptionKey: 'seat', customerKey: 'acme', planCode: 'pro' };
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = unasked();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

describe('subscriptions.create', () => {
  it('trap 13: sends nothing for a customer whom Lago does not know, since Lago would make one', async () => {
    lagoHost().get('/customers/acme').reply(404, missing('customer'));
    serveRows();
    const { subscriptions } = lagoProvider();
    await expect(subscriptions.create(seat)).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'customer', key: 'acme' },
    });
  });

  it.each([lagoSubscription(), pendingSubscription()])(
    'trap 12: sends nothing for a key that is taken, since Lago would change the plan of it',
    async (row) => {
      serveCustomer();
      serveRows(row);
      await expect(lagoProvider().subscriptions.create(seat)).rejects.toMatchObject({
        code: 'already_exists',
        details: { resource: 'subscription', key: 'seat' },
      });
    },
  );

  it('trap 12: says so when somebody took the key in between, and it became a change of plan', async () => {
    serveCustomer();
    serveRows();
    const row = lagoSubscription({ plan_code: 'basic', next_plan_code: 'pro' });
    lagoHost().post('/subscriptions').reply(200, { subscription: row });
    expect(await codeOf(lagoProvider().subscriptions.create(seat))).toBe('conflict');
  });

  it('names a plan that Lago does not know', async () => {
    serveCustomer();
    serveRows();
    lagoHost().post('/subscriptions').reply(404, missing('plan'));
    const call = lagoProvider().subscriptions.create({ ...seat, planCode: 'prx' });
    await expect(call).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no plan "prx".',
      details: { resource: 'plan', key: 'prx' },
    });
  });

  it('trap 3: is unknown, and not refused, when it landed and its plan cannot be read', async () => {
    serveCustomer();
    serveRows();
    const { plan: _, ...row } = lagoSubscription();
    lagoHost().post('/subscriptions').reply(200, { subscription: row });
    lagoHost().get('/plans/pro').reply(200, '<html>', { 'content-type': 'text/html' });
    await expect(lagoProvider().subscriptions.create(seat)).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/^subscriptions\.get\(/) },
    });
  });

  it('trap 14: takes a key again whose subscription has ended', async () => {
    serveCustomer();
    serveRows(endedSubscription());
    lagoHost().post('/subscriptions').reply(200, { subscription: lagoSubscription() });
    expect((await lagoProvider().subscriptions.create(seat)).status).toBe('active');
  });

  it('sends what was asked in the words of Lago', async () => {
    serveCustomer();
    serveRows();
    const sent = {
      external_customer_id: 'acme',
      external_id: 'seat',
      plan_code: 'pro',
      name: 'Seat',
      billing_time: 'anniversary',
      subscription_at: '2026-01-02T03:04:05.678Z',
      ending_at: '2026-12-31T00:00:00.000Z',
      usage_thresholds: [{ amount_cents: 10050, threshold_display_name: 'First', recurring: true }],
    };
    const row = lagoSubscription({
      name: 'Seat',
      billing_time: 'anniversary',
      subscription_at: '2026-01-02T03:04:05Z',
      ending_at: '2026-12-31T00:00:00Z',
      applicable_usage_thresholds: [
        { amount_cents: 10050, threshold_display_name: 'First', recurring: true },
      ],
    });
    lagoHost().post('/subscriptions', { subscription: sent }).reply(200, { subscription: row });
    const threshold = {
      amount: { amount: '100.50', currency: 'USD' },
      name: 'First',
      recurring: true,
    };
    const { warnings, ...made } = await lagoProvider().subscriptions.create({
      ...seat,
      name: 'Seat',
      billingTime: 'anniversary',
      startAt: '2026-01-02T03:04:05.678Z',
      endingAt: '2026-12-31T01:00:00+01:00',
      usageThresholds: [threshold],
    });
    expect(warnings).toEqual([]);
    expect(made).toMatchObject({ name: 'Seat', usageThresholds: [threshold] });
  });

  it('trap 11: warns of each field that Lago did not keep', async () => {
    serveCustomer();
    serveRows();
    lagoHost()
      .post('/subscriptions', ({ subscription }) => !('metadata' in subscription))
      .reply(200, { subscription: lagoSubscription() });
    const { warnings = [] } = await lagoProvider().subscriptions.create({
      ...seat,
      name: 'Seat',
      endingAt: '2026-12-31T00:00:00Z',
      usageThresholds: [{ amount: { amount: '10.00', currency: 'USD' } }],
      metadata: { team: 'a' },
    });
    expect(warnings.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'not_applied name',
      'not_applied endingAt',
      'not_applied usageThresholds',
      'not_applied metadata',
    ]);
  });

  it.each([
    ['in advance', { pay_in_advance: true, trial_period: 0 }, 1],
    ['in advance after a trial', { pay_in_advance: true, trial_period: 7 }, 0],
    ['in arrears', { pay_in_advance: false, trial_period: 0 }, 0],
  ])('trap 16: says whether an invoice follows on a plan %s', async (_, plan, count) => {
    serveCustomer();
    serveRows();
    const row = lagoSubscription({ plan: { code: 'pro', ...plan } });
    lagoHost().post('/subscriptions').reply(200, { subscription: row });
    const { warnings = [] } = await lagoProvider().subscriptions.create(seat);
    expect(warnings.filter(({ code }) => code === 'pending')).toHaveLength(count);
  });

  it('trap 3: is sent again after a lost reply, since the same key on the same plan is the same', async () => {
    serveCustomer();
    serveRows();
    lagoHost().post('/subscriptions').reply(503, {}, AT_ONCE);
    lagoHost().post('/subscriptions').reply(200, { subscription: lagoSubscription() });
    expect((await lagoProvider().subscriptions.create(seat)).subscriptionKey).toBe('seat');
  });

  it('names the field of an end that Lago refuses', async () => {
    serveCustomer();
    serveRows();
    lagoHost()
      .post('/subscriptions')
      .reply(422, invalid({ ending_at: ['invalid_date'] }));
    const call = lagoProvider().subscriptions.create({ ...seat, endingAt: '2020-01-01T00:00:00Z' });
    await expect(call).rejects.toMatchObject({
      code: 'rejected',
      issues: [{ path: ['endingAt'], rule: 'invalid_date' }],
    });
  });

  it('declares the fields that are not kept, by licence', () => {
    const withoutOf = (premium: boolean) =>
      lagoProvider({ premium }).capabilities['subscriptions.create'].without;
    expect(withoutOf(true)).toEqual(['metadata']);
    expect(withoutOf(false)).toEqual(['metadata', 'usageThresholds']);
  });
});

describe('subscriptions.get', () => {
  it.each([lagoSubscription(), pendingSubscription(), endedSubscription()])(
    'trap 14: finds one that is $status',
    async (row) => {
      serveRows(row);
      const found = await lagoProvider().subscriptions.get({ subscriptionKey: 'seat' });
      expect(found.status).toBe(row.status);
    },
  );

  it('trap 14: brings the latest life of a key that was used again', async () => {
    const first = endedSubscription({ lago_id: 'first', created_at: '2026-01-01T00:00:00Z' });
    const second = pendingSubscription({
      lago_id: 'second',
      status: 'canceled',
      created_at: '2026-01-12T00:00:00Z',
    });
    serveRows(first, second);
    const found = await lagoProvider().subscriptions.get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ status: 'canceled', providerRef: { id: 'second' } });
  });

  it('trap 14: takes a downgrade that was called off for no life of the key', async () => {
    const calledOff = pendingSubscription({
      status: 'canceled',
      previous_plan_code: 'pro',
      plan_code: 'basic',
      created_at: '2026-01-09T00:00:00Z',
    });
    serveRows(endedSubscription(), calledOff);
    const found = await lagoProvider().subscriptions.get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ status: 'terminated', planCode: 'pro' });
  });

  it('refuses a key that nothing has', async () => {
    serveRows();
    await expect(
      lagoProvider().subscriptions.get({ subscriptionKey: 'seat' }),
    ).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'subscription', key: 'seat' },
    });
  });

  it('trap 8: sends dots encoded, and takes no other subscription for the one asked for', async () => {
    lagoHost()
      .get('/subscriptions/a%2Eb')
      .query(true)
      .reply(200, { subscription: lagoSubscription({ external_id: 'a' }) });
    const call = lagoProvider().subscriptions.get({ subscriptionKey: 'a.b' });
    expect(await codeOf(call)).toBe('malformed_response');
  });

  it('quirk d.8: takes an empty name for none', async () => {
    serveRows(lagoSubscription({ name: '' }));
    const found = await lagoProvider().subscriptions.get({ subscriptionKey: 'seat' });
    expect('name' in found).toBe(false);
  });

  it('brings the period up to the moment after its last second', async () => {
    serveRows(
      lagoSubscription({
        current_billing_period_started_at: '2026-01-01T05:00:00Z',
        current_billing_period_ending_at: '2026-02-01T04:59:59Z',
      }),
    );
    const found = await lagoProvider().subscriptions.get({ subscriptionKey: 'seat' });
    expect(found.currentPeriod).toEqual({
      from: '2026-01-01T05:00:00.000Z',
      to: '2026-02-01T05:00:00.000Z',
    });
  });

  it('trap 24: passes a status on that it does not know', async () => {
    serveRows(lagoSubscription({ status: 'incomplete' }));
    const found = await lagoProvider().subscriptions.get({ subscriptionKey: 'seat' });
    expect(found).toMatchObject({ status: 'unknown', providerStatus: 'incomplete' });
  });

  it('counts the trial from the first start of the key, also after a change of plan', async () => {
    const plan = { code: 'pro', trial_period: 14 };
    const started = { started_at: '2026-01-10T00:00:00.000Z', plan };
    serveRows(lagoSubscription({ ...started, previous_plan_code: 'basic' }));
    const { get } = lagoProvider().subscriptions;
    const found = await get({ subscriptionKey: 'seat' });
    expect(found.trialEndsAt).toBe('2026-01-15T00:00:00.000Z');
    nock.cleanAll();
    serveRows(lagoSubscription(started));
    const fresh = await get({ subscriptionKey: 'seat' });
    expect(fresh.trialEndsAt).toBe('2026-01-24T00:00:00.000Z');
  });
});

describe('subscriptions.list', () => {
  const servePlan = () =>
    lagoHost()
      .get('/plans/pro')
      .reply(200, { plan: { code: 'pro', trial_period: 0 } });

  it('traps 14, 15: asks for every status, in brackets', async () => {
    const { plan: _, ...row } = lagoSubscription();
    servePlan();
    lagoHost()
      .get('/subscriptions')
      .query({
        'status[]': ['pending', 'active', 'terminated', 'canceled', 'incomplete'],
        external_customer_id: 'acme',
        page: 1,
        per_page: 50,
      })
      .reply(200, wholeList('subscriptions', [row]));
    const { items } = await lagoProvider().subscriptions.list({ customerKey: 'acme' });
    expect(items.map(({ subscriptionKey }) => subscriptionKey)).toEqual(['seat']);
  });

  it('asks for the statuses it is given only', async () => {
    lagoHost()
      .get('/subscriptions')
      .query({ 'status[]': 'active', plan_code: 'pro', page: 1, per_page: 20 })
      .reply(200, wholeList('subscriptions', []));
    const list = { planCode: 'pro', status: ['active' as const], limit: 20 };
    expect((await lagoProvider().subscriptions.list(list)).items).toEqual([]);
  });

  it('trap 12: brings one subscription for the rows that changes of plan made of it', async () => {
    servePlan();
    const rows = [
      pendingSubscription({ lago_id: '1', previous_plan_code: 'pro', plan_code: 'basic' }),
      lagoSubscription({ lago_id: '2', next_plan_code: 'basic', previous_plan_code: 'free' }),
      endedSubscription({ lago_id: '3', plan_code: 'free', next_plan_code: 'pro' }),
      pendingSubscription({ lago_id: '4', status: 'canceled', previous_plan_code: 'pro' }),
      endedSubscription({ lago_id: '5', external_id: 'other' }),
    ].map(({ plan: _, ...row }) => row);
    lagoHost().get('/subscriptions').query(true).reply(200, wholeList('subscriptions', rows));
    const { items } = await lagoProvider().subscriptions.list();
    expect(items.map(({ providerRef }) => providerRef?.id)).toEqual(['2', '5']);
  });
});

describe('subscriptions.update', () => {
  it('trap 14: names the status of a pending one', async () => {
    serveRows(pendingSubscription());
    const moved = pendingSubscription({ subscription_at: '2026-04-01T00:00:00Z', name: 'New' });
    lagoHost()
      .put('/subscriptions/seat', {
        subscription: { name: 'New', subscription_at: '2026-04-01T00:00:00.000Z' },
      })
      .query({ status: 'pending' })
      .reply(200, { subscription: moved });
    const { warnings, startAt } = await lagoProvider().subscriptions.update({
      subscriptionKey: 'seat',
      name: 'New',
      startAt: '2026-04-01T00:00:00Z',
    });
    expect({ warnings, startAt }).toEqual({ warnings: [], startAt: '2026-04-01T00:00:00.000Z' });
  });

  it('clears what is null', async () => {
    serveRows(lagoSubscription({ name: 'Old', ending_at: '2026-12-31T00:00:00Z' }));
    lagoHost()
      .put('/subscriptions/seat', {
        subscription: { name: null, ending_at: null, usage_thresholds: [] },
      })
      .query({ status: 'active' })
      .reply(200, { subscription: lagoSubscription() });
    const { warnings } = await lagoProvider().subscriptions.update({
      subscriptionKey: 'seat',
      name: null,
      endingAt: null,
      usageThresholds: null,
      metadata: null,
    });
    expect(warnings).toEqual([]);
  });

  it('trap 11: sends no start of one that has started, which Lago would ignore', async () => {
    serveRows(lagoSubscription());
    const change = { subscriptionKey: 'seat', startAt: '2026-04-01T00:00:00Z' };
    expect(await codeOf(lagoProvider().subscriptions.update(change))).toBe('conflict');
  });

  it('sends nothing for one that has ended', async () => {
    serveRows(endedSubscription());
    const change = { subscriptionKey: 'seat', name: 'New' };
    expect(await codeOf(lagoProvider().subscriptions.update(change))).toBe('conflict');
  });

  it('trap 11: warns of an end that Lago did not take away', async () => {
    const row = lagoSubscription({ ending_at: '2026-12-31T00:00:00Z' });
    serveRows(row);
    lagoHost().put('/subscriptions/seat').query(true).reply(200, { subscription: row });
    const change = { subscriptionKey: 'seat', endingAt: null, metadata: { team: 'a' } };
    const { warnings = [] } = await lagoProvider().subscriptions.update(change);
    expect(warnings.map(({ field }) => field)).toEqual(['endingAt', 'metadata']);
  });
});

describe('subscriptions.changePlan', () => {
  const move = { subscriptionKey: 'seat', planCode: 'team' };
  const team = { code: 'team', pay_in_advance: false, trial_period: 0 };

  it('trap 12: tells an upgrade by the row that follows, and takes name and end along', async () => {
    serveRows(lagoSubscription({ name: 'Seat', ending_at: '2026-12-31T00:00:00Z' }));
    const after = lagoSubscription({
      lago_id: 'new-id',
      name: 'Seat',
      plan_code: 'team',
      plan: team,
      previous_plan_code: 'pro',
      started_at: '2026-01-15T12:00:00.000Z',
      ending_at: '2026-12-31T00:00:00Z',
    });
    lagoHost()
      .post('/subscriptions', {
        subscription: {
          external_customer_id: 'acme',
          external_id: 'seat',
          plan_code: 'team',
          name: 'Seat',
          ending_at: '2026-12-31T00:00:00Z',
        },
      })
      .reply(200, { subscription: after });
    expect(await lagoProvider().subscriptions.changePlan(move)).toMatchObject({
      change: 'upgrade',
      effectiveAt: '2026-01-15T12:00:00.000Z',
      subscription: { planCode: 'team', providerRef: { id: 'new-id' } },
      warnings: [{ code: 'pending' }],
    });
  });

  it.each([
    ['UTC', '2026-01-31T23:59:59Z', '2026-02-01', '2026-02-01T00:00:00.000Z'],
    ['the east', '2026-01-31T14:59:59Z', '2026-02-01', '2026-01-31T15:00:00.000Z'],
    ['the west', '2026-02-01T07:59:59Z', '2026-02-02', '2026-02-01T08:00:00.000Z'],
    [
      'a month of a longer period',
      '2026-01-31T23:59:59Z',
      '2027-01-01',
      '2027-01-01T00:00:00.000Z',
    ],
  ])(
    'trap 12: tells a downgrade by the plan that follows, at the end of the period in %s',
    async (_, last, day, effectiveAt) => {
      const before = lagoSubscription({ current_billing_period_ending_at: last });
      serveRows(before);
      const after = { ...before, next_plan_code: 'team', downgrade_plan_date: day };
      lagoHost().post('/subscriptions').reply(200, { subscription: after });
      expect(await lagoProvider().subscriptions.changePlan(move)).toMatchObject({
        change: 'downgrade',
        effectiveAt,
        subscription: { planCode: 'pro', nextPlanCode: 'team', nextPlanAt: effectiveAt },
      });
    },
  );

  it('trap 12: puts a pending one on the other plan', async () => {
    serveRows(pendingSubscription());
    const after = pendingSubscription({ plan_code: 'team', plan: team });
    lagoHost().post('/subscriptions').reply(200, { subscription: after });
    expect(await lagoProvider().subscriptions.changePlan(move)).toMatchObject({
      change: 'replaced',
      effectiveAt: '2026-03-01T00:00:00.000Z',
    });
  });

  it('trap 12: sends nothing for the plan it is on', async () => {
    serveRows(lagoSubscription({ plan_code: 'team' }));
    expect((await lagoProvider().subscriptions.changePlan(move)).change).toBe('none');
  });

  it('trap 12: plans no second downgrade to the same plan', async () => {
    serveRows(lagoSubscription({ next_plan_code: 'team', downgrade_plan_date: '2026-02-01' }));
    expect(await lagoProvider().subscriptions.changePlan(move)).toMatchObject({
      change: 'downgrade',
      effectiveAt: '2026-02-01T00:00:00.000Z',
    });
  });

  it('calls off a planned downgrade for the plan it is on', async () => {
    const before = lagoSubscription({
      plan_code: 'team',
      next_plan_code: 'basic',
      downgrade_plan_date: '2026-02-01',
    });
    lagoHost()
      .get('/subscriptions/seat')
      .query({ status: 'active' })
      .reply(200, { subscription: before });
    lagoHost()
      .delete('/subscriptions/seat')
      .query({ status: 'pending' })
      .reply(200, { subscription: pendingSubscription({ status: 'canceled' }) });
    lagoHost()
      .get('/subscriptions/seat')
      .query({ status: 'active' })
      .reply(200, { subscription: lagoSubscription({ plan_code: 'team' }) });
    const { change, subscription } = await lagoProvider().subscriptions.changePlan(move);
    expect(change).toBe('none');
    expect(subscription.nextPlanCode).toBeUndefined();
  });

  it('trap 12: makes no subscription of a key that has none, or whose last one ended', async () => {
    serveRows();
    expect(await codeOf(lagoProvider().subscriptions.changePlan(move))).toBe('not_found');
    nock.cleanAll();
    serveRows(endedSubscription());
    expect(await codeOf(lagoProvider().subscriptions.changePlan(move))).toBe('conflict');
  });

  it('names an unknown plan', async () => {
    serveRows(lagoSubscription());
    lagoHost().post('/subscriptions').reply(404, missing('plan'));
    await expect(lagoProvider().subscriptions.changePlan(move)).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'plan', key: 'team' },
    });
  });
});

describe('subscriptions.terminate', () => {
  const ended = { subscription: endedSubscription() };

  it('trap 16: says that the last invoice comes later, unless it is left out', async () => {
    serveRows(lagoSubscription());
    lagoHost().delete('/subscriptions/seat').reply(200, ended);
    const { terminate } = lagoProvider().subscriptions;
    expect(await terminate({ subscriptionKey: 'seat' })).toMatchObject({
      status: 'terminated',
      terminatedAt: '2026-01-10T00:00:00.000Z',
      warnings: [{ code: 'pending' }],
    });
    lagoHost()
      .delete('/subscriptions/seat')
      .query({ on_termination_invoice: 'skip' })
      .reply(200, ended);
    const { warnings } = await terminate({ subscriptionKey: 'seat', finalInvoice: 'skip' });
    expect(warnings).toEqual([]);
  });

  it.each([
    [true, { on_termination_credit_note: 'refund' }],
    [false, {}],
  ])(
    'says what becomes of an unused price, where there can be one (%s)',
    async (inAdvance, query) => {
      serveRows(lagoSubscription({ plan: { code: 'pro', pay_in_advance: inAdvance } }));
      lagoHost().delete('/subscriptions/seat').query(query).reply(200, ended);
      const input = { subscriptionKey: 'seat', unusedCredit: 'refund' as const };
      expect((await lagoProvider().subscriptions.terminate(input)).status).toBe('terminated');
    },
  );

  it('trap 14: cancels a pending one', async () => {
    serveRows(pendingSubscription());
    const canceled = pendingSubscription({ status: 'canceled' });
    lagoHost()
      .delete('/subscriptions/seat')
      .query({ status: 'pending' })
      .reply(200, { subscription: canceled });
    const { status, warnings } = await lagoProvider().subscriptions.terminate({
      subscriptionKey: 'seat',
    });
    expect({ status, warnings }).toEqual({ status: 'canceled', warnings: [] });
  });

  it('sends nothing for one that has ended', async () => {
    serveRows(endedSubscription());
    const { status, warnings } = await lagoProvider().subscriptions.terminate({
      subscriptionKey: 'seat',
    });
    expect({ status, warnings }).toEqual({ status: 'terminated', warnings: [] });
  });

  it('trap 3: takes a second 404 after a lost reply for its own work', async () => {
    lagoHost()
      .get('/subscriptions/seat')
      .query({ status: 'active' })
      .reply(200, { subscription: lagoSubscription() });
    serveRows(endedSubscription());
    lagoHost().delete('/subscriptions/seat').reply(502, {}, AT_ONCE);
    lagoHost().delete('/subscriptions/seat').reply(404, missing('subscription'));
    const { status } = await lagoProvider().subscriptions.terminate({ subscriptionKey: 'seat' });
    expect(status).toBe('terminated');
  });

  it('trap 2: takes a 405 for a state that does not allow it', async () => {
    serveRows(lagoSubscription());
    lagoHost()
      .delete('/subscriptions/seat')
      .reply(405, { status: 405, code: 'cannot_terminate_with_pending_taxes' });
    const call = lagoProvider().subscriptions.terminate({ subscriptionKey: 'seat' });
    expect(await codeOf(call)).toBe('conflict');
  });
});
