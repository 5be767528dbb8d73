import { describe, expect, it } from 'vitest';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';
import { plan, subscribe } from '../usage-account.fixture.ts';

const LATER = '2026-03-01T00:00:00Z';

/** An account with plans of 10.00, 20.00 and 10.00 again, and another price by the year. */
async function accountWithPlans(premium = true): Promise<Account> {
  const account = openAccount({ premium });
  await plan(account);
  await plan(account, { code: 'max', amount_cents: 2000 });
  await plan(account, { code: 'same', amount_cents: 1000 });
  await plan(account, { code: 'year', interval: 'yearly', amount_cents: 12_000 });
  return account;
}

const post = (account: Account, fields: Fields) =>
  account.call('POST', '/subscriptions', {
    subscription: {
      external_customer_id: 'acme',
      external_id: 'acme-pro',
      plan_code: 'pro',
      ...fields,
    },
  });

const get = (account: Account, query = '') => account.one('GET', `/subscriptions/acme-pro${query}`);

const put = (account: Account, fields: Fields, query = '') =>
  account.one('PUT', `/subscriptions/acme-pro${query}`, { subscription: fields });

async function listed(account: Account, query = ''): Promise<Fields[]> {
  const { body } = await account.call('GET', `/subscriptions${query}`);
  return Array.isArray(body.subscriptions) ? body.subscriptions.filter(isFields) : [];
}

describe('POST /subscriptions', () => {
  it('starts now, and answers with the plan', async () => {
    const account = await accountWithPlans();
    const made = await subscribe(account, { name: ' Seat 1 ' });
    expect(made).toMatchObject({
      external_id: 'acme-pro',
      external_customer_id: 'acme',
      name: 'Seat 1',
      status: 'active',
      billing_time: 'calendar',
      plan_amount_cents: 1000,
      plan_amount_currency: 'USD',
      created_at: START,
      subscription_at: START,
      started_at: '2026-01-15T12:00:00.000Z',
      ending_at: null,
      current_billing_period_ending_at: '2026-01-31T23:59:59Z',
      on_termination_credit_note: null,
      on_termination_invoice: 'generate',
      plan: { code: 'pro' },
    });
    expect(await get(account)).toEqual(made);
  });

  it('quirk d.8: has an empty name where none was given', async () => {
    expect((await subscribe(await accountWithPlans())).name).toBe('');
  });

  it('trap 13: makes a customer that nobody has, but not when there is no such plan', async () => {
    const account = await accountWithPlans();
    const answer = await post(account, { plan_code: 'nothing' });
    expect(answer.body).toMatchObject({ status: 404, code: 'plan_not_found' });
    expect((await account.call('GET', '/customers/acme')).status).toBe(404);
    await subscribe(account);
    expect(await account.one('GET', '/customers/acme')).toMatchObject({ external_id: 'acme' });
  });

  it.each([
    [{ external_id: '' }, { external_id: ['value_is_mandatory'] }],
    [{ subscription_at: 'tomorrow' }, { subscription_at: ['invalid_date'] }],
    [{ ending_at: '2026-01-15T23:00:00Z' }, { ending_at: ['invalid_date'] }],
    [{ subscription_at: LATER, ending_at: '2026-02-01' }, { ending_at: ['invalid_date'] }],
    [{ billing_time: 'monthly' }, { billing_time: ['value_is_invalid'] }],
  ])('refuses %j', async (fields, details) => {
    expect(refusedFields(await post(await accountWithPlans(), fields))).toEqual(details);
  });

  it('is pending until a start in the future', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { subscription_at: LATER });
    expect((await account.call('GET', '/subscriptions/acme-pro')).status).toBe(404);
    expect(await get(account, '?status=pending')).toMatchObject({ started_at: null });
    await account.state.advanceTo(LATER);
    expect(await get(account)).toMatchObject({ started_at: '2026-03-01T00:00:00.000Z' });
  });

  it('changes nothing on the plan that it has, whatever else is asked for', async () => {
    const account = await accountWithPlans();
    const made = await subscribe(account);
    expect(await subscribe(account, { name: 'Other' })).toEqual(made);
    expect(await listed(account)).toHaveLength(1);
  });

  it.each([['max'], ['same'], ['year']])(
    'trap 12: moves to a plan of the same or a higher yearly price at once: %s',
    async (plan_code) => {
      const account = await accountWithPlans();
      const before = await subscribe(account);
      const after = await subscribe(account, { plan_code });
      expect(after).toMatchObject({ plan_code, status: 'active', previous_plan_code: 'pro' });
      expect(after.lago_id).not.toBe(before.lago_id);
      expect(await get(account, '?status=terminated')).toMatchObject({
        lago_id: before.lago_id,
        plan_code: 'pro',
        next_plan_code: plan_code,
        terminated_at: START,
      });
    },
  );

  it('trap 12: plans a move to a cheaper plan, and answers with the present one', async () => {
    const account = await accountWithPlans();
    const before = await subscribe(account, { plan_code: 'max' });
    const answer = await subscribe(account);
    expect(answer).toMatchObject({
      lago_id: before.lago_id,
      plan_code: 'max',
      next_plan_code: 'pro',
      downgrade_plan_date: '2026-02-01',
    });
    const [waiting, ...others] = await listed(account, '?status[]=pending');
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({
      external_id: 'acme-pro',
      plan_code: 'pro',
      previous_plan_code: 'max',
      started_at: null,
    });
    await account.state.advanceTo('2026-02-01T00:00:01Z');
    expect(await get(account)).toMatchObject({
      lago_id: waiting?.lago_id,
      plan_code: 'pro',
      previous_plan_code: 'max',
      next_plan_code: null,
    });
    expect(await get(account, '?status=terminated')).toMatchObject({
      lago_id: before.lago_id,
      terminated_at: '2026-02-01T00:00:00Z',
    });
  });

  it('puts another downgrade in the place of one that waits', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { plan_code: 'max' });
    await subscribe(account);
    expect(await subscribe(account, { plan_code: 'same' })).toMatchObject({
      next_plan_code: 'same',
    });
    expect((await listed(account, '?status[]=pending')).map((row) => row.plan_code)).toEqual([
      'same',
    ]);
    expect((await listed(account, '?status[]=canceled')).map((row) => row.plan_code)).toEqual([
      'pro',
    ]);
  });

  it('swaps the plan of a pending one in place', async () => {
    const account = await accountWithPlans();
    const before = await subscribe(account, { subscription_at: LATER, plan_code: 'max' });
    const after = await subscribe(account, { name: 'Later' });
    expect(after).toMatchObject({
      lago_id: before.lago_id,
      plan_code: 'pro',
      status: 'pending',
      name: 'Later',
    });
  });

  it('refuses a key that another customer has', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    const answer = await post(account, { external_customer_id: 'other' });
    expect(refusedFields(answer)).toEqual({ external_id: ['value_already_exist'] });
    expect((await account.call('GET', '/customers/other')).status).toBe(404);
  });

  it('starts anew for a customer who takes the place of a deleted one', async () => {
    const account = await accountWithPlans();
    const first = await subscribe(account);
    await account.one('DELETE', '/customers/acme');
    const second = await subscribe(account);
    expect(second.lago_id).not.toBe(first.lago_id);
    expect(second.lago_customer_id).not.toBe(first.lago_customer_id);
    expect(await get(account, '?status=terminated')).toMatchObject({
      lago_id: first.lago_id,
      lago_customer_id: first.lago_customer_id,
    });
    const path = '/customers/acme/subscriptions?status[]=active&status[]=terminated';
    expect((await account.call('GET', path)).body).toMatchObject({
      subscriptions: [{ lago_id: second.lago_id }],
      meta: { total_count: 1 },
    });
    await account.state.runJobs();
    expect(account.state.jobErrors).toEqual([]);
  });

  it('brings the period that holds the present in lists as well', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    await account.state.advanceTo('2026-02-10T00:00:00Z');
    expect(await listed(account)).toMatchObject([
      { current_billing_period_started_at: '2026-02-01T00:00:00Z' },
    ]);
  });

  it('trap 14: makes another row of a key that has ended', async () => {
    const account = await accountWithPlans();
    const first = await subscribe(account);
    await account.one('DELETE', '/subscriptions/acme-pro');
    const second = await subscribe(account);
    expect(second.lago_id).not.toBe(first.lago_id);
    expect(await get(account, '?status=terminated')).toMatchObject({ lago_id: first.lago_id });
    const all = await listed(account, '?status[]=active&status[]=terminated');
    expect(all.map((row) => row.lago_id)).toEqual([second.lago_id, first.lago_id]);
  });

  it('refuses a plan in another currency than the customer pays in', async () => {
    const account = await accountWithPlans();
    await plan(account, { code: 'euro', amount_currency: 'EUR' });
    await subscribe(account);
    const answer = await post(account, { external_id: 'acme-euro', plan_code: 'euro' });
    expect(refusedFields(answer)).toEqual({ currency: ['currencies_does_not_match'] });
  });

  it('does what two requests at the same time ask for one after the other', async () => {
    const account = await accountWithPlans();
    const answers = await Promise.all([post(account, {}), post(account, {}), post(account, {})]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await listed(account)).toHaveLength(1);
  });

  it('trap 19: refuses prices for one subscription alone without a licence', async () => {
    const account = await accountWithPlans(false);
    const answer = await post(account, { plan_overrides: { amount_cents: 1 } });
    expect(answer.body).toMatchObject({ status: 403, code: 'feature_unavailable' });
  });

  it('has thresholds of its own with a licence, else those of its plan', async () => {
    const thresholds = {
      usage_thresholds: [{ amount_cents: 500, threshold_display_name: 'Half' }],
    };
    const licensed = await subscribe(await accountWithPlans(), thresholds);
    expect(licensed.applicable_usage_thresholds).toEqual([
      { threshold_display_name: 'Half', amount_cents: 500, recurring: false },
    ]);
    const other = await subscribe(await accountWithPlans(false), thresholds);
    expect(other.applicable_usage_thresholds).toEqual([]);
  });
});

describe('GET /subscriptions', () => {
  it('trap 14: brings active ones unless asked for others, and drops a scalar status', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    await subscribe(account, { external_id: 'acme-later', subscription_at: LATER });
    const keysOf = async (query: string) =>
      (await listed(account, query)).map((row) => row.external_id);
    expect(await keysOf('')).toEqual(['acme-pro']);
    expect(await keysOf('?status=pending')).toEqual(['acme-pro']);
    expect(await keysOf('?status[]=pending')).toEqual(['acme-later']);
    expect(await keysOf('?status[]=pending&status[]=active')).toEqual(['acme-later', 'acme-pro']);
  });

  it('brings those of a customer and of a plan', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    await subscribe(account, { external_customer_id: 'b', external_id: 'b', plan_code: 'max' });
    const keysOf = async (query: string) =>
      (await listed(account, query)).map((row) => row.external_id);
    expect(await keysOf('?external_customer_id=b')).toEqual(['b']);
    expect(await keysOf('?plan_code=pro')).toEqual(['acme-pro']);
    const { body } = await account.call('GET', '/customers/b/subscriptions');
    expect(body).toMatchObject({ subscriptions: [{ external_id: 'b' }] });
    const nobody = await account.call('GET', '/customers/nobody/subscriptions');
    expect(nobody.body).toMatchObject({ code: 'customer_not_found' });
  });
});

describe('PUT /subscriptions/{external_id}', () => {
  it('trap 12: drops a plan in silence', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    const answer = await put(account, { plan_code: 'max', name: 'New' });
    expect(answer).toMatchObject({ plan_code: 'pro', name: 'New' });
  });

  it('changes the end, and clears it with null', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    expect(await put(account, { ending_at: LATER })).toMatchObject({ ending_at: LATER });
    expect(await put(account, { name: 'a' })).toMatchObject({ ending_at: LATER });
    expect(await put(account, { ending_at: null })).toMatchObject({ ending_at: null });
  });

  it('finds a pending one when told its status, and moves its start', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { subscription_at: LATER });
    const missing = await account.call('PUT', '/subscriptions/acme-pro', {
      subscription: { name: 'x' },
    });
    expect(missing.status).toBe(404);
    const moved = await put(account, { subscription_at: '2026-04-01' }, '?status=pending');
    expect(moved).toMatchObject({ subscription_at: '2026-04-01T00:00:00Z' });
  });

  it('drops the start of an active one in silence', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    const answer = await put(account, { subscription_at: LATER });
    expect(answer).toMatchObject({ subscription_at: START });
  });
});

describe('DELETE /subscriptions/{external_id}', () => {
  it('ends an active one now, once', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    const ended = await account.one('DELETE', '/subscriptions/acme-pro');
    expect(ended).toMatchObject({ status: 'terminated', terminated_at: START });
    const again = await account.call('DELETE', '/subscriptions/acme-pro');
    expect(again.body).toMatchObject({ status: 404, code: 'subscription_not_found' });
  });

  it('does not touch a later one of the key when an ended one is named', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    await account.one('DELETE', '/subscriptions/acme-pro');
    const later = await subscribe(account);
    const change = { subscription: { name: 'x' } };
    const path = '/subscriptions/acme-pro?status=terminated';
    expect((await account.call('PUT', path, change)).status).toBe(501);
    expect(await get(account)).toEqual(later);
  });

  it('cancels one that has not begun', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { subscription_at: LATER });
    const canceled = await account.one('DELETE', '/subscriptions/acme-pro?status=pending');
    expect(canceled).toMatchObject({ status: 'canceled', canceled_at: START });
  });

  it('cancels a downgrade that waits, and leaves the subscription on its plan', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { plan_code: 'max' });
    await subscribe(account);
    const canceled = await account.one('DELETE', '/subscriptions/acme-pro?status=pending');
    expect(canceled).toMatchObject({ status: 'canceled', plan_code: 'pro' });
    await account.state.advanceTo('2026-02-02T00:00:00Z');
    expect(await get(account)).toMatchObject({ plan_code: 'max', next_plan_code: null });
  });

  it('cancels a downgrade that waits with the subscription', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { plan_code: 'max' });
    await subscribe(account);
    await account.one('DELETE', '/subscriptions/acme-pro');
    expect(await listed(account, '?status[]=pending&status[]=active')).toEqual([]);
  });

  it('refuses a word that is no choice', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    const path = '/subscriptions/acme-pro?on_termination_invoice=later';
    const answer = await account.call('DELETE', path);
    expect(refusedFields(answer)).toEqual({ on_termination_invoice: ['invalid_value'] });
  });
});

describe('webhooks of subscriptions', () => {
  /** Types of webhooks about subscriptions that the work sends. */
  async function told(account: Account, work: () => Promise<unknown>): Promise<unknown[]> {
    const types: unknown[] = [];
    const { webhooks } = account.state;
    const send = webhooks.send.bind(webhooks);
    webhooks.send = (type, objectType, object) => {
      if (objectType === 'subscription') types.push(`${type} ${object.plan_code}`);
      send(type, objectType, object);
    };
    await work();
    return types;
  }

  it('tell of an upgrade by an end and a start', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    expect(await told(account, () => subscribe(account, { plan_code: 'max' }))).toEqual([
      'subscription.terminated pro',
      'subscription.started max',
    ]);
  });

  it('tell of a downgrade when it is planned and when it happens', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { plan_code: 'max' });
    expect(await told(account, () => subscribe(account))).toEqual(['subscription.updated max']);
    expect(await told(account, () => account.state.advanceTo('2026-02-01T00:00:01Z'))).toEqual([
      'subscription.terminated max',
      'subscription.started pro',
    ]);
  });

  it('tell of starts and ends that come as time goes on', async () => {
    const account = await accountWithPlans();
    const make = () => subscribe(account, { subscription_at: LATER, ending_at: '2026-04-01' });
    expect(await told(account, make)).toEqual([]);
    expect(await told(account, () => account.state.advanceTo(LATER))).toEqual([
      'subscription.started pro',
    ]);
    expect(await told(account, () => account.state.advanceTo('2026-04-02T00:00:00Z'))).toEqual([
      'subscription.terminated pro',
    ]);
  });

  it('call the end of a pending one terminated', async () => {
    const account = await accountWithPlans();
    await subscribe(account, { subscription_at: LATER });
    const cancel = () => account.one('DELETE', '/subscriptions/acme-pro?status=pending');
    expect(await told(account, cancel)).toEqual(['subscription.terminated pro']);
  });

  it('tell of the end of what a deleted customer had', async () => {
    const account = await accountWithPlans();
    await subscribe(account);
    const remove = async () => {
      await account.one('DELETE', '/customers/acme');
      await account.state.runJobs();
    };
    expect(await told(account, remove)).toEqual(['subscription.terminated pro']);
    expect(account.state.jobErrors).toEqual([]);
  });
});
