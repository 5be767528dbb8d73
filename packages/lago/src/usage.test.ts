import { BillingError, manualClock } from '@billport/core';
import fc from 'fast-check';
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
import { serveList } from './plans/lago-objects.fixture.ts';
import {
  endedSubscription,
  lagoSubscription,
  pendingSubscription,
  serveRows,
} from './subscriptions/lago-subscription.fixture.ts';
import {
  idsOf,
  lagoEvent,
  serveBatches,
  serveReferences,
  tokens,
  usageEvent,
} from './usage/lago-usage.fixture.ts';

const seat = { subscriptionKey: 'seat' };
const DUPLICATE = { transaction_id: ['value_already_exist'] };
const refused = (details: unknown) => [422, invalid(details)] as const;
const many = (count: number, fields: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) => usageEvent({ id: `e${index}`, ...fields(index) }));
const codeOf = (call: PromiseLike<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );
const statuses = ({ results }: { results: readonly { status: string }[] }) =>
  results.map(({ status }) => status);

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('usage.record', () => {
  it('trap 6: sends seconds with milliseconds as decimals, never milliseconds', async () => {
    serveReferences();
    const { batches } = serveBatches();
    const events = [
      usageEvent(),
      usageEvent({ id: 'e2', timestamp: '2026-01-15T12:00:00Z' }),
      usageEvent({ id: 'e3', timestamp: new Date('2026-01-15T12:00:00.050Z') }),
    ];
    await lagoProvider().usage.record({ events });
    expect(batches[0]?.events.map(({ timestamp }) => timestamp)).toEqual([
      1768478400.123, 1768478400, 1768478400.05,
    ]);
  });

  it('trap 6: writes every millisecond so that seconds read it exactly', () => {
    const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: last }), (ms) => {
        const digits = String(ms).padStart(4, '0');
        const exact = `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/, '');
        expect(JSON.stringify(ms / 1000)).toBe(exact === '' ? '0' : exact);
      }),
    );
  });

  it('trap 6: refuses a date before 1970, which no seconds have', async () => {
    serveReferences();
    const { batches } = serveBatches();
    const events = [usageEvent({ timestamp: '1969-12-31T23:59:59.999Z' })];
    await expect(lagoProvider().usage.record({ events })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['events', 0, 'timestamp'] }],
    });
    expect(batches).toEqual([]);
  });

  it('trap 6: sends nothing for an unknown subscription or metric, which Lago would take', async () => {
    serveReferences();
    lagoHost().get('/billable_metrics/nothing').reply(404, missing('billable_metric'));
    lagoHost()
      .persist()
      .get('/subscriptions/nobody')
      .query(true)
      .reply(404, missing('subscription'));
    const { batches } = serveBatches();
    const events = [
      usageEvent(),
      usageEvent({ id: 'e2', metric: 'nothing' }),
      usageEvent({ id: 'e3', subscriptionKey: 'nobody' }),
    ];
    const { record } = lagoProvider().usage;
    await expect(record({ events })).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'metric' },
      issues: [{ path: ['events', 1, 'metric'] }, { path: ['events', 2, 'subscriptionKey'] }],
    });
    expect(batches).toEqual([]);
    lagoHost().get('/billable_metrics/nothing').reply(404, missing('billable_metric'));
    const report = await record({ events, onRejected: 'report' });
    expect(report).toMatchObject({ recorded: 1, duplicates: 0, rejected: 2 });
    expect(report.results.map(({ error }) => error?.field)).toEqual([
      undefined,
      'metric',
      'subscriptionKey',
    ]);
    expect(batches.map(idsOf)).toEqual([['e1']]);
  });

  it.each([
    ['lacks the property', tokens(), {}, 'properties.tokens'],
    ['has no number', tokens(), { tokens: '1e3' }, 'properties.tokens'],
    [
      'neither adds nor removes',
      tokens({ aggregation_type: 'unique_count_agg', field_name: 'user' }),
      { user: 'a', operation_type: 'drop' },
      'properties.operation_type',
    ],
  ])(
    'trap 6: refuses an event that %s, which Lago would leave out',
    async (_, metric, properties, field) => {
      serveReferences(undefined, metric);
      const { batches } = serveBatches();
      const events = [usageEvent({ properties })];
      const report = await lagoProvider().usage.record({ events, onRejected: 'report' });
      expect(report.results[0]).toMatchObject({ status: 'rejected', error: { field } });
      expect(batches).toEqual([]);
    },
  );

  it.each([
    tokens({ expression: 'event.properties.a * 2' }),
    tokens({ aggregation_type: 'count_agg', field_name: null }),
  ])('sends events without the property where Lago needs none', async (metric) => {
    serveReferences(undefined, metric);
    serveBatches();
    const events = [usageEvent({ properties: { a: '1' } })];
    expect((await lagoProvider().usage.record({ events })).recorded).toBe(1);
  });

  it('lago#538: warns of events that Lago keeps and never bills', async () => {
    serveReferences([lagoSubscription({ started_at: '2026-01-10T00:00:00.000Z' })]);
    serveBatches();
    const events = [usageEvent(), usageEvent({ id: 'e2', timestamp: '2026-01-09T23:59:59.999Z' })];
    const { recorded, warnings = [] } = await lagoProvider().usage.record({ events });
    expect(recorded).toBe(2);
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'events[1].timestamp' }]);
  });

  it.each([
    [
      'before a change of plan',
      lagoSubscription({ previous_plan_code: 'free', started_at: '2026-01-10T00:00:00Z' }),
      tokens(),
    ],
    [
      'of recurring units',
      lagoSubscription({ started_at: '2026-01-10T00:00:00Z' }),
      tokens({ recurring: true }),
    ],
  ])('lago#538: does not warn of events %s', async (_, row, metric) => {
    serveReferences([row], metric);
    serveBatches();
    const events = [usageEvent({ timestamp: '2026-01-05T00:00:00Z' })];
    expect((await lagoProvider().usage.record({ events })).warnings).toBeUndefined();
  });

  it('lago#538: warns of events after the end of a subscription', async () => {
    serveReferences([endedSubscription()]);
    serveBatches();
    const { warnings = [] } = await lagoProvider().usage.record({ events: [usageEvent()] });
    expect(warnings).toHaveLength(1);
  });

  it('looks each subscription and metric up once a minute', async () => {
    lagoHost()
      .get('/subscriptions/seat')
      .query({ status: 'active' })
      .twice()
      .reply(200, { subscription: lagoSubscription() });
    lagoHost().get('/billable_metrics/tokens').twice().reply(200, { billable_metric: tokens() });
    serveBatches();
    const clock = manualClock('2026-01-15T12:00:00Z');
    const { record } = lagoProvider({ clock }).usage;
    await Promise.all([record({ events: many(3) }), record({ events: many(3) })]);
    await record({ events: many(3) });
    expect(nock.pendingMocks().filter((mock) => mock.startsWith('GET'))).toHaveLength(2);
    clock.moveTo('2026-01-15T12:01:00Z');
    await record({ events: many(3) });
    expect(nock.pendingMocks().filter((mock) => mock.startsWith('GET'))).toEqual([]);
  });

  it('trap 5: sends a hundred at a time', async () => {
    serveReferences();
    const { batches } = serveBatches();
    const result = await lagoProvider().usage.record({ events: many(205) });
    expect(batches.map(({ events }) => events.length)).toEqual([100, 100, 5]);
    expect(result).toMatchObject({ recorded: 205, duplicates: 0, rejected: 0 });
  });

  it('trap 5: strips what a refusal names by its place, and sends the rest again', async () => {
    serveReferences();
    const { batches } = serveBatches((_, number) =>
      number > 1
        ? undefined
        : refused({
            '1': DUPLICATE,
            '3': { timestamp: ['invalid_format'] },
            '4': 'expression_evaluation_failed: division by zero',
          }),
    );
    const result = await lagoProvider().usage.record({ events: many(6), onRejected: 'report' });
    expect(batches.map(idsOf)).toEqual([
      ['e0', 'e1', 'e2', 'e3', 'e4', 'e5'],
      ['e0', 'e2', 'e5'],
    ]);
    expect(statuses(result)).toEqual([
      'recorded',
      'duplicate',
      'recorded',
      'rejected',
      'rejected',
      'recorded',
    ]);
    expect(result.results.map(({ error }) => error?.field)).toEqual([
      undefined,
      undefined,
      undefined,
      'timestamp',
      undefined,
      undefined,
    ]);
    expect(result).toMatchObject({ recorded: 3, duplicates: 1, rejected: 2 });
  });

  it('trap 5: writes what is sent again as it was, to the last byte', async () => {
    serveReferences();
    const properties = { 10: 'ten', 2: 'two', tokens: '1.50', 'ü"\\': '\u2028\n😀' };
    const { bodies } = serveBatches((_, number) =>
      number > 1 ? undefined : refused({ '0': DUPLICATE }),
    );
    await lagoProvider().usage.record({ events: many(2, () => ({ properties })) });
    const texts = bodies.map((body) => body.slice(body.lastIndexOf('{"transaction_id"')));
    expect(texts[1]).toBe(texts[0]);
    expect(texts[0]).toContain('"tokens":"1.50"');
  });

  it('trap 4: takes an event that is there already for a duplicate, and not for a failure', async () => {
    serveReferences();
    serveBatches(({ events }) =>
      refused(Object.fromEntries(events.map((_, index) => [index, DUPLICATE]))),
    );
    const result = await lagoProvider().usage.record({ events: many(3) });
    expect(result).toMatchObject({ recorded: 0, duplicates: 3, rejected: 0 });
  });

  it('trap 5: keeps one id of two subscriptions in different batches', async () => {
    const other = lagoSubscription({ external_id: 'other' });
    serveReferences([lagoSubscription(), other]);
    const { batches } = serveBatches();
    const events = [
      ...many(3),
      ...many(3, () => ({ subscriptionKey: 'other' })),
      usageEvent({ id: 'own', subscriptionKey: 'other' }),
    ];
    const result = await lagoProvider().usage.record({ events });
    expect(batches.map(idsOf)).toEqual([
      ['e0', 'e1', 'e2', 'own'],
      ['e0', 'e1', 'e2'],
    ]);
    expect(statuses(result)).toEqual(Array(7).fill('recorded'));
  });

  it('sends an event once that stands twice in a call', async () => {
    serveReferences();
    const { batches } = serveBatches();
    const result = await lagoProvider().usage.record({ events: [...many(2), ...many(2)] });
    expect(batches.map(idsOf)).toEqual([['e0', 'e1']]);
    expect(statuses(result)).toEqual(['recorded', 'recorded', 'duplicate', 'duplicate']);
  });

  it('refuses a repeated event for the reason of the first one', async () => {
    serveReferences();
    serveBatches(() => refused({ '0': { code: ['value_is_invalid'] } }));
    const events = [usageEvent(), usageEvent()];
    const result = await lagoProvider().usage.record({ events, onRejected: 'report' });
    expect(statuses(result)).toEqual(['rejected', 'rejected']);
    expect(result.results.map(({ error }) => error?.field)).toEqual(['metric', 'metric']);
  });

  it('finds the bad event by halves where Lago does not name it', async () => {
    serveReferences();
    const { batches } = serveBatches((batch) =>
      idsOf(batch).includes('e37') ? [400, { status: 400, error: 'BadRequest' }] : undefined,
    );
    const result = await lagoProvider().usage.record({ events: many(100), onRejected: 'report' });
    expect(result).toMatchObject({ recorded: 99, rejected: 1 });
    expect(result.results[37]).toMatchObject({ status: 'rejected', error: { code: 'rejected' } });
    expect(batches.length).toBeLessThanOrEqual(16);
  });

  it.each([
    ['a 413', [413, {}] as const],
    ['too_many_events', refused({ events: ['too_many_events'] })],
  ])('trap 5: halves a batch after %s, and keeps to it', async (_, answer) => {
    serveReferences();
    const { batches } = serveBatches(({ events }) => (events.length > 30 ? answer : undefined));
    const { record } = lagoProvider({ usageConcurrency: 1 }).usage;
    expect((await record({ events: many(100) })).recorded).toBe(100);
    batches.length = 0;
    expect((await record({ events: many(100) })).recorded).toBe(100);
    expect(batches.map(({ events }) => events.length)).toEqual([25, 25, 25, 25]);
  });

  it('refuses an event that is too large by itself', async () => {
    serveReferences();
    serveBatches(() => [413, {}]);
    expect(await codeOf(lagoProvider().usage.record({ events: many(2) }))).toBe('rejected');
  });

  it('fails a call with a refused event, and says what is recorded', async () => {
    serveReferences();
    serveBatches((_, number) => (number > 1 ? undefined : refused({ '1': { code: ['x'] } })));
    await expect(lagoProvider().usage.record({ events: many(3) })).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('2 other events of the call are recorded'),
      issues: [{ path: ['events', 1, 'metric'] }],
    });
  });

  it('traps 3, 4: sends the same bytes again after a lost reply', async () => {
    serveReferences();
    const bodies: unknown[] = [];
    const keep = (body: unknown) => bodies.push(JSON.stringify(body)) > 0;
    lagoHost().post('/events/batch', keep).reply(503, {}, AT_ONCE);
    lagoHost()
      .post('/events/batch', keep)
      .reply(200, { events: [] }, { 'content-type': 'application/json' });
    const result = await lagoProvider().usage.record({ events: many(2) });
    expect(statuses(result)).toEqual(['recorded', 'recorded']);
    expect(new Set(bodies).size).toBe(1);
  });

  it('trap 4: takes a batch that is there after a lost reply for its own work', async () => {
    serveReferences();
    lagoHost().post('/events/batch').reply(502, {}, AT_ONCE);
    lagoHost()
      .post('/events/batch')
      .reply(422, invalid({ '0': DUPLICATE, '1': DUPLICATE }));
    const result = await lagoProvider().usage.record({ events: many(2) });
    expect(statuses(result)).toEqual(['recorded', 'recorded']);
  });

  it('trap 5: takes a part of a batch that is there for older, since batches are atomic', async () => {
    serveReferences();
    lagoHost().post('/events/batch').reply(502, {}, AT_ONCE);
    lagoHost()
      .post('/events/batch')
      .reply(422, invalid({ '0': DUPLICATE }));
    serveBatches();
    const result = await lagoProvider().usage.record({ events: many(2) });
    expect(statuses(result)).toEqual(['duplicate', 'recorded']);
  });

  it('keeps the results of other batches when the outcome of one is unknown', async () => {
    serveReferences();
    serveBatches((batch) => (idsOf(batch).includes('e150') ? [500, {}] : undefined));
    const billing = lagoProvider({ maxAttempts: 1, usageConcurrency: 1 });
    const result = await billing.usage.record({ events: many(250), onRejected: 'report' });
    const counts = Object.groupBy(result.results, ({ status }) => status);
    expect(counts.recorded).toHaveLength(100);
    expect(counts.unknown).toHaveLength(150);
    expect(result).toMatchObject({ recorded: 100, duplicates: 0, rejected: 0 });
    expect(result.results[150]?.error?.code).toBe('outcome_unknown');
  });

  it('fails with what is unknown, unless it is to report', async () => {
    serveReferences();
    serveBatches(() => [500, {}]);
    const { record } = lagoProvider({ maxAttempts: 1 }).usage;
    await expect(record({ events: many(2) })).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: { lookup: expect.stringContaining('usage.getEvent({"subscriptionKey":') },
    });
    const report = await record({ events: many(2), onRejected: 'report' });
    expect(statuses(report)).toEqual(['unknown', 'unknown']);
  });

  it.each(['throw', 'report'] as const)(
    'fails when nothing can be sent, told to %s',
    async (onRejected) => {
      serveReferences();
      const { batches } = serveBatches(() => [401, { status: 401, error: 'Unauthorized' }]);
      const { record } = lagoProvider({ usageConcurrency: 1 }).usage;
      expect(await codeOf(record({ events: many(300), onRejected }))).toBe('unauthenticated');
      expect(batches).toHaveLength(1);
    },
  );

  it('trap 1: does not take a page of a proxy for a receipt', async () => {
    serveReferences();
    lagoHost()
      .persist()
      .post('/events/batch')
      .reply(200, '<html>', { 'content-type': 'text/html' });
    expect(await codeOf(lagoProvider().usage.record({ events: many(1) }))).toBe('outcome_unknown');
  });

  it('has at most so many batches on their way, over all calls', async () => {
    serveReferences();
    let [running, highest] = [0, 0];
    lagoHost()
      .persist()
      .post('/events/batch')
      .reply(async () => {
        highest = Math.max(highest, ++running);
        await new Promise(setImmediate);
        running--;
        return [200, { events: [] }, { 'content-type': 'application/json' }];
      });
    const { record } = lagoProvider({ usageConcurrency: 2 }).usage;
    await Promise.all([record({ events: many(500) }), record({ events: many(500) })]);
    expect(highest).toBe(2);
  });

  it.each([
    ['USD', '12.345', '1234.5'],
    ['JPY', '0.5', '0.5'],
    ['KWD', '123456789012345678.9', '123456789012345678900'],
  ])('trap 7: sends prices as exact text in minor units (%s)', async (currency, amount, cents) => {
    serveReferences([lagoSubscription({ plan_amount_currency: currency })]);
    const { batches } = serveBatches();
    await lagoProvider().usage.record({ events: [usageEvent({ preciseAmount: amount })] });
    expect(batches[0]?.events[0]).toMatchObject({ precise_total_amount_cents: cents });
  });
});

describe('usage.getEvent', () => {
  const read = { ...seat, id: 'e1' };

  it('brings numbers, flags and objects of other programs as text', async () => {
    const row = lagoEvent({
      properties: { count: 3, flag: true, nothing: null, list: ['a'] },
      lago_id: null,
    });
    lagoHost().get('/events/e1').reply(200, { event: row });
    const { properties, providerRef } = await lagoProvider().usage.getEvent(read);
    expect(properties).toEqual({ count: '3', flag: 'true', list: '["a"]' });
    expect(providerRef).toBeUndefined();
  });

  it('brings the price of an event in major units', async () => {
    serveReferences([lagoSubscription({ plan_amount_currency: 'KWD' })]);
    const row = lagoEvent({ precise_total_amount_cents: '1234.5' });
    lagoHost().get('/events/e1').reply(200, { event: row });
    expect((await lagoProvider().usage.getEvent(read)).preciseAmount).toBe('1.2345');
  });

  it('searches the subscription when Lago brings the event of another one', async () => {
    const foreign = lagoEvent({ external_subscription_id: 'other' });
    lagoHost().get('/events/e1').reply(200, { event: foreign });
    const rows = [lagoEvent({ transaction_id: 'e2' }), lagoEvent({ properties: { tokens: '9' } })];
    lagoHost()
      .get('/events')
      .query({ external_subscription_id: 'seat', page: 1, per_page: 100 })
      .reply(200, wholeList('events', rows));
    expect((await lagoProvider().usage.getEvent(read)).properties).toEqual({ tokens: '9' });
  });

  it('refuses an id that only another subscription has', async () => {
    const foreign = lagoEvent({ external_subscription_id: 'other' });
    lagoHost().get('/events/e1').reply(200, { event: foreign });
    lagoHost().get('/events').query(true).reply(200, wholeList('events', []));
    expect(await codeOf(lagoProvider().usage.getEvent(read))).toBe('not_found');
  });
});

describe('usage.listEvents', () => {
  it('leaves out the end, which Lago includes', async () => {
    const at = (id: string, timestamp: string) => lagoEvent({ transaction_id: id, timestamp });
    const rows = [
      at('end', '2026-01-15T00:00:00.000Z'),
      at('last', '2026-01-14T23:59:59.999Z'),
      at('first', '2026-01-10T00:00:00.000Z'),
    ];
    lagoHost()
      .get('/events')
      .query({
        external_subscription_id: 'seat',
        code: 'tokens',
        timestamp_from: '2026-01-10T00:00:00.000Z',
        timestamp_to: '2026-01-15T00:00:00.000Z',
        page: 1,
        per_page: 50,
      })
      .reply(200, wholeList('events', rows));
    const { items } = await lagoProvider().usage.listEvents({
      ...seat,
      metric: 'tokens',
      from: '2026-01-10T00:00:00Z',
      to: '2026-01-15T00:00:00Z',
    });
    expect(items.map(({ id }) => id)).toEqual(['last', 'first']);
  });

  it('trap 4: tells events of ClickHouse apart, which have no id of Lago', async () => {
    const rows = ['e3', 'e2', 'e1'].map((id) => lagoEvent({ transaction_id: id, lago_id: null }));
    serveList('events', rows);
    const ids: string[] = [];
    const { listEvents } = lagoProvider({ eventStore: 'clickhouse' }).usage;
    for await (const { id } of listEvents({ ...seat, limit: 1 })) ids.push(id);
    expect(ids).toEqual(['e3', 'e2', 'e1']);
  });
});

const customerUsage = (fields: object = {}) => ({
  from_datetime: '2026-01-01T00:00:00Z',
  to_datetime: '2026-01-31T23:59:59Z',
  issuing_date: '2026-02-01',
  currency: 'USD',
  amount_cents: 126,
  taxes_amount_cents: 25,
  total_amount_cents: 151,
  lago_invoice_id: null,
  charges_usage: [
    {
      units: '12.55',
      events_count: 3,
      amount_cents: 126,
      amount_currency: 'USD',
      charge: { lago_id: 'charge-id', code: 'api', charge_model: 'standard' },
      billable_metric: { lago_id: 'metric-id', code: 'tokens' },
      filters: [],
      grouped_usage: [],
    },
  ],
  ...fields,
});

describe('usage.current', () => {
  it('asks for the customer of the subscription, and tells the rounded amounts only', async () => {
    serveRows(lagoSubscription());
    lagoHost()
      .get('/customers/acme/current_usage')
      .query({ external_subscription_id: 'seat' })
      .reply(200, { customer_usage: customerUsage() });
    expect(await lagoProvider().usage.current(seat)).toEqual({
      subscriptionKey: 'seat',
      customerKey: 'acme',
      planCode: 'pro',
      period: { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
      charges: [
        {
          chargeCode: 'api',
          metric: 'tokens',
          model: 'standard',
          units: '12.55',
          eventsCount: 3,
          amount: { amount: '1.26', currency: 'USD' },
        },
      ],
      amount: { amount: '1.26', currency: 'USD' },
      taxAmount: { amount: '0.25', currency: 'USD' },
    });
  });

  it.each([pendingSubscription(), endedSubscription()])(
    'trap 2: says that one that is $status has none',
    async (row) => {
      serveRows(row);
      await expect(lagoProvider().usage.current(seat)).rejects.toMatchObject({
        code: 'conflict',
        details: { state: row.status },
      });
    },
  );

  it('trap 2: takes no_active_subscription for a state as well', async () => {
    serveRows(lagoSubscription());
    lagoHost()
      .get('/customers/acme/current_usage')
      .query(true)
      .reply(405, { status: 405, code: 'no_active_subscription' });
    expect(await codeOf(lagoProvider().usage.current(seat))).toBe('conflict');
  });

  it('refuses an unknown subscription without asking for the usage, where Lago would fail', async () => {
    serveRows();
    expect(await codeOf(lagoProvider().usage.current(seat))).toBe('not_found');
  });
});

describe('usage.past', () => {
  it('brings periods with their invoices, and not those that bill no usage', async () => {
    serveRows(endedSubscription());
    const empty = customerUsage({
      from_datetime: '2026-01-01T00:00:00Z',
      to_datetime: '2026-01-01T00:00:00Z',
      charges_usage: [],
      amount_cents: 0,
      lago_invoice_id: 'first',
    });
    const rows = [customerUsage({ lago_invoice_id: 'second' }), empty];
    lagoHost()
      .get('/customers/acme/past_usage')
      .query({ external_subscription_id: 'seat', page: 1, per_page: 50 })
      .reply(200, wholeList('usage_periods', rows));
    const { items } = await lagoProvider().usage.past(seat);
    expect(items).toMatchObject([
      { invoiceId: 'second', period: { to: '2026-02-01T00:00:00.000Z' } },
    ]);
  });
});

describe('usage.estimateFees', () => {
  const event = { ...seat, metric: 'tokens', properties: { tokens: '10' } };
  const servePlan = () =>
    lagoHost()
      .get('/plans/pro')
      .reply(200, {
        plan: {
          code: 'pro',
          charges: [
            {
              lago_id: 'charge-id',
              code: 'api',
              charge_model: 'standard',
              billable_metric_code: 'tokens',
            },
          ],
        },
      });

  it('names charge, model and plan, which Lago’s estimate does not', async () => {
    serveRows(lagoSubscription());
    servePlan();
    lagoHost()
      .post('/events/estimate_fees', {
        event: { code: 'tokens', external_subscription_id: 'seat', properties: { tokens: '10' } },
      })
      .reply(200, {
        fees: [
          {
            lago_id: null,
            lago_charge_id: 'charge-id',
            lago_subscription_id: 'subscription-id',
            external_subscription_id: 'seat',
            item: { type: 'charge', code: 'tokens', name: 'Tokens', filters: null, grouped_by: {} },
            pay_in_advance: true,
            amount_cents: 250,
            amount_currency: 'USD',
            precise_amount: 2.5,
            precise_coupons_amount_cents: '0.0',
            taxes_amount_cents: 0,
            total_amount_cents: 250,
            units: '10.0',
            precise_unit_amount: 0.25,
            events_count: 1,
            payment_status: 'pending',
            created_at: null,
            amount_details: null,
          },
        ],
      });
    const { fees, warnings } = await lagoProvider().usage.estimateFees({ event });
    expect(warnings).toEqual([]);
    expect(fees).toMatchObject([
      {
        id: 'estimate',
        planCode: 'pro',
        chargeCode: 'api',
        model: 'standard',
        timing: 'advance',
        units: '10',
        unitAmount: '0.25',
        amount: { amount: '2.50', currency: 'USD' },
        createdAt: '2026-01-15T12:00:00.000Z',
      },
    ]);
  });

  it('trap 11: warns of moment and price of the event, which Lago drops', async () => {
    serveRows(lagoSubscription());
    servePlan();
    lagoHost().post('/events/estimate_fees').reply(200, { fees: [] });
    const { warnings = [] } = await lagoProvider().usage.estimateFees({
      event: { ...event, timestamp: '2026-01-14T00:00:00Z', preciseAmount: '1' },
    });
    expect(warnings.map(({ field }) => field)).toEqual(['event.timestamp', 'event.preciseAmount']);
  });

  it('says where to look for charges in arrears', async () => {
    serveRows(lagoSubscription());
    servePlan();
    lagoHost()
      .post('/events/estimate_fees')
      .reply(422, invalid({ code: ['does_not_match_an_instant_charge'] }));
    await expect(lagoProvider().usage.estimateFees({ event })).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('usage.current'),
    });
  });
});

it('declares what the store of events can tell', () => {
  const limitsOf = (eventStore?: 'postgres' | 'clickhouse') =>
    lagoProvider(eventStore === undefined ? {} : { eventStore }).limits.usage;
  expect(limitsOf('postgres')).toMatchObject({ deduplication: 'id', repeats: 'reported' });
  expect(limitsOf('clickhouse')).toMatchObject({ repeats: 'silent' });
  expect(limitsOf()).toMatchObject({ deduplication: 'id_and_timestamp', repeats: 'silent' });
});
