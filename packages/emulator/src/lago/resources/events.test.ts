import { describe, expect, it } from 'vitest';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields, START } from '../open-account.fixture.ts';
import {
  event,
  metric,
  plan,
  standardCharge,
  subscribe,
  usageAccount,
} from '../usage-account.fixture.ts';

const NOW = Date.parse(START) / 1000;

const send = (account: Account, fields: Fields = {}) =>
  account.call('POST', '/events', { event: event(fields) });

const sendBatch = (account: Account, ...events: Fields[]) =>
  account.call('POST', '/events/batch', { events });

async function usage(account: Account): Promise<Fields> {
  const path = '/customers/acme/current_usage?external_subscription_id=acme-pro';
  const { charges_usage: charges } = await account.one('GET', path);
  const [charge] = Array.isArray(charges) ? charges.filter(isFields) : [];
  return charge ?? {};
}

const counted = async (account: Account) => {
  const { units, events_count } = await usage(account);
  return [units, events_count];
};

async function ids(account: Account, query = ''): Promise<unknown[]> {
  const { body } = await account.call('GET', `/events${query}`);
  return Array.isArray(body.events) ? body.events.map((item) => item.transaction_id) : [];
}

/** What webhooks tell of events that are not billed. */
function toldErrors(account: Account): unknown[] {
  const told: unknown[] = [];
  const { webhooks } = account.state;
  webhooks.send = (type, _objectType, object) => {
    if (type === 'event.error') told.push(JSON.parse(String(object.message)));
  };
  return told;
}

describe('POST /events', () => {
  it('keeps an event as it was sent, and meters it', async () => {
    const account = await usageAccount();
    const answer = await send(account, { timestamp: NOW, properties: { gb: 2.5, tags: ['a'] } });
    expect(answer.body.event).toMatchObject({
      transaction_id: 'one',
      external_subscription_id: 'acme-pro',
      code: 'storage',
      timestamp: '2026-01-15T12:00:00.000Z',
      properties: { gb: 2.5, tags: ['a'] },
      lago_subscription_id: null,
      created_at: START,
    });
    expect(await counted(account)).toEqual(['2.5', 1]);
  });

  it.each([
    [{ transaction_id: '' }, { transaction_id: ['value_is_mandatory'] }],
    [{ code: null }, { code: ['value_is_mandatory'] }],
    [{ timestamp: START }, { timestamp: ['invalid_format'] }],
    [{ precise_total_amount_cents: 'much' }, { precise_total_amount_cents: ['invalid_value'] }],
  ])('refuses %j', async (fields, details) => {
    const account = await usageAccount();
    expect(refusedFields(await send(account, fields))).toEqual(details);
    expect(await ids(account)).toEqual([]);
  });

  it('trap 6: takes milliseconds for seconds of a far year', async () => {
    const account = await usageAccount();
    const { body } = await send(account, { timestamp: NOW * 1000 });
    expect(body).toMatchObject({ event: { timestamp: expect.stringMatching(/^5\d{4}-/) } });
    expect(await counted(account)).toEqual(['0.0', 0]);
  });

  it('takes parts of a second, as text as well', async () => {
    const account = await usageAccount();
    const { body } = await send(account, { timestamp: `${NOW}.1239` });
    expect(body).toMatchObject({ event: { timestamp: '2026-01-15T12:00:00.123Z' } });
  });

  it.each([
    [{ code: 'nothing' }, { code: ['metric_not_found'] }],
    [
      { external_subscription_id: 'nobody' },
      { external_subscription_id: ['subscription_not_found'] },
    ],
    [{ external_subscription_id: null }, { external_subscription_id: ['value_is_mandatory'] }],
    [{ properties: {} }, { properties: ['value_is_invalid'] }],
    [{ properties: { gb: 'much' } }, { properties: ['value_is_invalid'] }],
    [{ timestamp: 1 }, { timestamp: ['value_is_invalid'] }],
    [{ timestamp: NOW * 1000 }, { timestamp: ['value_is_out_of_range'] }],
  ])(
    'trap 6: takes what nobody pays for, and tells a webhook alone: %j',
    async (fields, message) => {
      const account = await usageAccount();
      const told = toldErrors(account);
      expect((await send(account, fields)).status).toBe(200);
      expect(told).toEqual([message]);
      expect(await ids(account)).toEqual(['one']);
      expect(await counted(account)).toEqual(['0.0', 0]);
    },
  );

  it('trap 4: refuses a repeated id of a subscription in PostgreSQL', async () => {
    const account = await usageAccount();
    await send(account, { timestamp: NOW });
    const again = await send(account, { timestamp: NOW + 1 });
    expect(refusedFields(again)).toEqual({ transaction_id: ['value_already_exist'] });
    expect((await send(account, { external_subscription_id: 'other' })).status).toBe(200);
    expect(await counted(account)).toEqual(['1.0', 1]);
  });

  it('trap 4: takes a repeated event in ClickHouse once, and one of another moment again', async () => {
    const account = await usageAccount({}, { eventStore: 'clickhouse' });
    const first = await send(account, { timestamp: NOW });
    expect(first.body).toMatchObject({ event: { lago_id: null } });
    expect((await send(account, { timestamp: NOW })).status).toBe(200);
    expect(await counted(account)).toEqual(['1.0', 1]);
    expect((await send(account, { timestamp: NOW - 1 })).status).toBe(200);
    expect((await send(account, { timestamp: NOW })).status).toBe(200);
    await account.state.advanceTo('2026-01-15T12:00:01Z');
    await send(account, { timestamp: NOW + 1 });
    expect(await counted(account)).toEqual(['2.0', 2]);
  });

  it('says that it cannot replace an event in ClickHouse', async () => {
    const account = await usageAccount({}, { eventStore: 'clickhouse' });
    await send(account, { timestamp: NOW });
    const other = await send(account, { timestamp: NOW, properties: { gb: 2 } });
    expect(other.status).toBe(501);
  });

  it('takes events without a subscription again and again', async () => {
    const account = openAccount();
    await send(account, { external_subscription_id: undefined });
    await send(account, { external_subscription_id: undefined });
    expect(await ids(account)).toEqual(['one', 'one']);
  });

  it('meters ids of any length and kind', async () => {
    const account = await usageAccount();
    for (const id of ['x'.repeat(300), ' a b ', 'a\nb']) {
      expect((await send(account, { transaction_id: id })).status).toBe(200);
    }
    expect(await counted(account)).toEqual(['3.0', 3]);
  });

  it('computes the property of an expression, and brings it back', async () => {
    const fields = { expression: 'event.properties.end - event.properties.start' };
    const account = await usageAccount({}, {}, fields);
    const answer = await send(account, { properties: { start: 1, end: 4 } });
    expect(answer.body).toMatchObject({ event: { properties: { start: 1, end: 4, gb: '3' } } });
    expect(await counted(account)).toEqual(['3.0', 1]);
    const failed = await send(account, { transaction_id: 'two', properties: { start: 1 } });
    expect(failed.status).toBe(422);
    expect(failed.body.error_details).toMatch(/^expression_evaluation_failed: /);
    expect(await ids(account)).toEqual(['one']);
  });

  it('bills what an event costs by itself', async () => {
    const dynamic = { charge_model: 'dynamic', properties: {} };
    const account = await usageAccount(dynamic);
    await send(account, { timestamp: NOW, precise_total_amount_cents: '123.4' });
    await send(account, { transaction_id: 'two', precise_total_amount_cents: '0.2' });
    // 1.236 USD.
    expect(await usage(account)).toMatchObject({ amount_cents: 124 });
  });
});

describe('POST /events/batch', () => {
  it('takes up to 100 events', async () => {
    const account = await usageAccount();
    const events = Array.from({ length: 100 }, (_, index) =>
      event({ transaction_id: `t${index}` }),
    );
    const { body } = await sendBatch(account, ...events);
    expect(body.events).toHaveLength(100);
    expect(await counted(account)).toEqual(['100.0', 100]);
    const more = await sendBatch(account, ...events, event({ transaction_id: 'more' }));
    expect(refusedFields(more)).toEqual({ events: ['too_many_events'] });
    expect(refusedFields(await sendBatch(account))).toEqual({ events: ['no_events'] });
  });

  it('trap 5: keeps none when one is wrong or was there, and names it by its index', async () => {
    const account = await usageAccount();
    await send(account);
    const answer = await sendBatch(
      account,
      event({ transaction_id: 'two' }),
      event(),
      event({ transaction_id: 'three', timestamp: START }),
    );
    expect(refusedFields(answer)).toEqual({
      1: { transaction_id: ['value_already_exist'] },
      2: { timestamp: ['invalid_format'] },
    });
    expect(await ids(account)).toEqual(['one']);
    expect(await counted(account)).toEqual(['1.0', 1]);
  });

  it('trap 5: refuses an id that stands twice in it, whatever the subscriptions', async () => {
    const account = await usageAccount();
    const answer = await sendBatch(account, event(), event({ external_subscription_id: 'other' }));
    expect(refusedFields(answer)).toEqual({ 1: { transaction_id: ['value_already_exist'] } });
    expect(await ids(account)).toEqual([]);
  });

  it('names a failed expression by a text', async () => {
    const account = await usageAccount({}, {}, { expression: 'event.properties.a' });
    const answer = await sendBatch(account, event({ properties: { a: 1 } }), event());
    expect(refusedFields(answer)).toMatchObject({
      1: expect.stringMatching(/^expression_evaluation_failed: /),
    });
  });

  it('meters the others of a batch in which one cannot be read by the engine', async () => {
    const account = await usageAccount();
    const told = toldErrors(account);
    const odd = event({ transaction_id: 'odd', properties: { gb: 1, '\u0000': 'x', '': 'y' } });
    const long = event({ transaction_id: 'long', properties: { gb: '1'.repeat(5000) } });
    expect((await sendBatch(account, event(), odd, long)).status).toBe(200);
    expect(told).toEqual([{ properties: ['value_is_invalid'] }]);
    expect(await counted(account)).toEqual(['2.0', 2]);
  });
});

describe('GET /events', () => {
  it('brings the latest first, within bounds that belong to it', async () => {
    const account = await usageAccount();
    await sendBatch(
      account,
      event({ transaction_id: 'middle', timestamp: NOW + 60 }),
      event({ transaction_id: 'late', timestamp: NOW + 120, code: 'other' }),
      event({ transaction_id: 'early', timestamp: NOW, external_subscription_id: 'other' }),
    );
    expect(await ids(account)).toEqual(['late', 'middle', 'early']);
    expect(await ids(account, '?timestamp_from=2026-01-15T12:01:00Z')).toEqual(['late', 'middle']);
    expect(await ids(account, '?timestamp_to=2026-01-15T12:01:00Z')).toEqual(['middle', 'early']);
    expect(await ids(account, '?code=other')).toEqual(['late']);
    expect(await ids(account, '?external_subscription_id=other')).toEqual(['early']);
    const bad = await account.call('GET', '/events?timestamp_from=soon');
    expect(refusedFields(bad)).toEqual({ timestamp_from: ['invalid_date'] });
  });

  it('brings one by its transaction id, dots and slashes and all', async () => {
    const account = await usageAccount();
    await send(account, { transaction_id: 'a/b.c' });
    expect(await account.one('GET', '/events/a%2Fb.c')).toMatchObject({ transaction_id: 'a/b.c' });
    const missing = await account.call('GET', '/events/a');
    expect(missing.body).toMatchObject({ status: 404, code: 'event_not_found' });
  });
});

describe('POST /events/estimate_fees', () => {
  const estimate = (account: Account, fields: Fields = {}, path = 'estimate_fees') =>
    account.call('POST', `/events/${path}`, { event: event(fields) });

  it('tells what an event would cost of charges in advance, and keeps nothing', async () => {
    const account = await usageAccount({ pay_in_advance: true });
    const { body } = await estimate(account, { properties: { gb: 5 } });
    expect(body).toMatchObject({ fees: [{ lago_id: null, amount_cents: 50, units: '5.0' }] });
    const { body: instant } = await estimate(account, {}, 'estimate_instant_fees');
    expect(instant).toMatchObject({
      fees: [{ amount_cents: 10, precise_amount: 0.1, event_transaction_id: 'one' }],
    });
    expect(await ids(account)).toEqual([]);
  });

  it('refuses a metric without such a charge, and what is not there', async () => {
    const account = await usageAccount();
    expect(refusedFields(await estimate(account))).toEqual({
      code: ['does_not_match_an_instant_charge'],
    });
    expect((await estimate(account, { code: 'nothing' })).body).toMatchObject({
      code: 'billable_metric_not_found',
    });
    expect((await estimate(account, { external_subscription_id: 'nobody' })).body).toMatchObject({
      code: 'subscription_not_found',
    });
  });

  it('estimates several at once', async () => {
    const account = await usageAccount({ pay_in_advance: true });
    const events = [event({ properties: { gb: 1 } }), event({ properties: { gb: 2 } })];
    const { body } = await account.call('POST', '/events/batch_estimate_instant_fees', { events });
    expect(body).toMatchObject({ fees: [{ amount_cents: 10 }, { amount_cents: 20 }] });
  });
});

it('meters nothing for a metric that was deleted', async () => {
  const account = openAccount();
  const { lago_id } = await metric(account);
  await plan(account, { charges: [standardCharge(lago_id)] });
  await subscribe(account);
  await account.one('DELETE', '/billable_metrics/storage');
  const told = toldErrors(account);
  await send(account);
  expect(told).toEqual([{ code: ['metric_not_found'] }]);
});
