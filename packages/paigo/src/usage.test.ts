import { BillingError, type Clock, manualClock, toEpochMs, toInstant } from '@billport/core';
import fc from 'fast-check';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  acme,
  enrolled,
  kept,
  NOW,
  regional,
  servePaigo,
  tokens,
  usageEvent,
  usageProvider,
} from './usage/paigo-usage.fixture.ts';

const many = (count: number, fields: (index: number) => object = () => ({})) =>
  Array.from({ length: count }, (_, index) =>
    usageEvent({
      id: `e${index}`,
      timestamp: toInstant(toEpochMs('2026-01-15T12:00:00.000Z') + index),
      ...fields(index),
    }),
  );
const statuses = ({ results }: { results: readonly { status: string }[] }) =>
  results.map(({ status }) => status);
const codeOf = (call: PromiseLike<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );

/** An enrolment that began before the present year. */
const LAST_YEARS = enrolled(undefined, { offeringEnrollmentDate: '2025-06-01T00:00:00.000Z' });

/** A clock that goes on each time somebody looks, once it is told to. */
function runningClock(start: string, isRunning: () => boolean): Clock {
  let now = toEpochMs(start);
  return {
    now: () => {
      if (isRunning()) now += 400;
      return now;
    },
  };
}

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('usage.record', () => {
  it('point 8: sends one record in each request, at most so many at a time', async () => {
    let running = 0;
    let highest = 0;
    const paigo = servePaigo();
    const fetch: typeof globalThis.fetch = async (...given) => {
      running += 1;
      highest = Math.max(highest, running);
      try {
        return await globalThis.fetch(...given);
      } finally {
        running -= 1;
      }
    };
    const provider = usageProvider({ usageConcurrency: 3, fetch });
    const result = await provider.usage.record({ events: many(20) });
    expect(result).toMatchObject({ recorded: 20, duplicates: 0, rejected: 0 });
    expect(result.results.map(({ id }) => id)).toEqual(many(20).map(({ id }) => id));
    expect(paigo.sent.every((body) => !Array.isArray(body) && body.customerId === 'acme')).toBe(
      true,
    );
    expect(paigo.sent.length).toBe(20);
    expect(highest).toBe(3);
  });

  it('keeps to the limit over calls that run at the same time', async () => {
    let running = 0;
    let highest = 0;
    servePaigo();
    const fetch: typeof globalThis.fetch = async (...given) => {
      const isUsage = String(given[0] instanceof Request ? given[0].url : given[0]).endsWith(
        '/usage',
      );
      const isSent = isUsage && (given[1]?.method ?? 'GET') === 'POST';
      if (!isSent) return globalThis.fetch(...given);
      running += 1;
      highest = Math.max(highest, running);
      const response = await globalThis.fetch(...given);
      running -= 1;
      return response;
    };
    const { usage } = usageProvider({ usageConcurrency: 2, fetch });
    const calls = [0, 1, 2].map((call) =>
      usage.record({
        events: many(5, (index) => ({
          id: `c${call}-${index}`,
          timestamp: toInstant(toEpochMs('2026-01-15T12:00:00.000Z') + call * 10 + index),
        })),
      }),
    );
    await Promise.all(calls);
    expect(highest).toBe(2);
  });

  it('point 11: sends amounts and moments as text, with properties and ids in the metadata', async () => {
    const paigo = servePaigo();
    const amount = '123456789012345678.000000000000001';
    const properties = { tokens: amount, region: 'île', 'a.b': 'x' };
    await usageProvider().usage.record({
      events: [usageEvent({ properties, timestamp: '2026-01-15T14:00:00.123+02:00' })],
    });
    expect(paigo.sent).toEqual([
      {
        customerId: 'acme',
        dimensionId: 'd-tokens',
        timestamp: '2026-01-15T12:00:00.123Z',
        recordValue: amount,
        metadata: { ...properties, 'billport.event': 'e1', 'billport.subscription': 'seat' },
      },
    ]);
  });

  it('sends 1 for each event of a metric that counts, whatever its properties', async () => {
    const dimension = tokens({
      aggregationMethod: 'count',
      metadata: { 'billport.metric': 'tokens', 'billport.plan': 'basic' },
    });
    const paigo = servePaigo({ customers: [acme({ enrollments: [enrolled([dimension])] })] });
    await usageProvider().usage.record({ events: [usageEvent()] });
    expect(paigo.sent[0]).toMatchObject({ recordValue: '1', metadata: { tokens: '7' } });
  });

  it('point 21: never asks Paigo to invoice a record', async () => {
    const seats = tokens({ paymentSchedule: 'upfront', aggregationMethod: 'last' });
    const paigo = servePaigo({ customers: [acme({ enrollments: [enrolled([seats])] })] });
    await usageProvider().usage.record({ events: [usageEvent()] });
    expect(paigo.posts).toEqual(['/usage']);
  });

  it.each([
    ['of another metric', { metric: 'other' }, 'not_found', 'metric', 'metric'],
    ['of nobody', { subscriptionKey: 'x' }, 'not_found', 'subscriptionKey', 'subscription'],
    ['without the property', { properties: {} }, 'invalid_input', 'properties.tokens', undefined],
    [
      'of no number',
      { properties: { tokens: '1e3' } },
      'invalid_input',
      'properties.tokens',
      undefined,
    ],
    [
      "with a name of Billport's own",
      { properties: { tokens: '1', 'billport.event': 'x' } },
      'invalid_input',
      'properties.billport.event',
      undefined,
    ],
  ])(
    'point 15: refuses an event %s, which Paigo would take and never bill, and sends nothing',
    async (_, fields, code, field, resource) => {
      const paigo = servePaigo();
      const events = [usageEvent(), usageEvent({ id: 'e2', ...fields })];
      const { record } = usageProvider().usage;
      await expect(record({ events })).rejects.toMatchObject({
        code,
        ...(resource && { details: { resource } }),
        issues: [{ rule: code }],
      });
      expect(paigo.sent).toEqual([]);
      expect(paigo.reads).toEqual([]);
      const report = await record({ events, onRejected: 'report' });
      expect(report).toMatchObject({ recorded: 1, duplicates: 0, rejected: 1 });
      expect(report.results[1]).toMatchObject({ status: 'rejected', error: { code, field } });
      expect(paigo.sent.length).toBe(1);
    },
  );

  it('point 15: refuses usage of a charge that was removed from its plan', async () => {
    const removed = tokens({
      metadata: { ...tokens().metadata, 'billport.removed': '2026-01-10T00:00:00.000Z' },
    });
    const paigo = servePaigo({ customers: [acme({ enrollments: [enrolled([removed])] })] });
    const call = usageProvider().usage.record({ events: [usageEvent()] });
    await expect(call).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'metric' },
    });
    expect(paigo.sent).toEqual([]);
  });

  it('refuses a price that comes with the event, before anything is sent', async () => {
    const paigo = servePaigo();
    const events = [usageEvent(), usageEvent({ id: 'e2', preciseAmount: '1.5' })];
    await expect(usageProvider().usage.record({ events })).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['events', 1, 'preciseAmount'] }],
    });
    expect([paigo.sent, paigo.reads]).toEqual([[], []]);
  });

  it('refuses usage of a key that several living subscriptions have, and records the rest', async () => {
    const metadata = {
      'billport.subscription:twice': acme().metadata['billport.subscription:seat'],
    };
    const others = ['one', 'two'].map((customerId) => acme({ customerId, metadata }));
    const paigo = servePaigo({ customers: [acme(), ...others] });
    const events = [usageEvent({ subscriptionKey: 'twice' }), usageEvent({ id: 'e2' })];
    const { results } = await usageProvider().usage.record({ events, onRejected: 'report' });
    expect(results).toMatchObject([
      {
        status: 'rejected',
        error: { code: 'conflict', message: expect.stringMatching(/one.*two/) },
      },
      { status: 'recorded' },
    ]);
    expect(paigo.sent.map(({ customerId }) => customerId)).toEqual(['acme']);
  });

  it.each([
    ['has ended', { endedAt: '2026-01-10T00:00:00.000Z' }, 'has ended'],
    ['was never enrolled', {}, 'create did not come to its end'],
  ])('refuses usage of a subscription that %s', async (_title, fields, words) => {
    const { 'billport.subscription:seat': record = '{}' } = acme().metadata;
    const seat = JSON.stringify({ ...JSON.parse(record), ...fields });
    const metadata = { 'billport.subscription:seat': seat };
    const paigo = servePaigo({ customers: [acme({ enrollments: [], metadata })] });
    const events = [usageEvent()];
    const { results } = await usageProvider().usage.record({ events, onRejected: 'report' });
    const error = { code: 'conflict', message: expect.stringContaining(words) };
    expect(results).toMatchObject([{ status: 'rejected', error }]);
    expect(paigo.sent).toEqual([]);
  });

  it('takes a dimension that others made by its id, and its amount from recordValue', async () => {
    const foreign = tokens({ dimensionId: 'd-foreign', metadata: null });
    const paigo = servePaigo({ customers: [acme({ enrollments: [enrolled([foreign])] })] });
    const event = usageEvent({
      metric: 'd-foreign',
      properties: { recordValue: '3', region: 'eu' },
    });
    await usageProvider().usage.record({ events: [event] });
    expect(paigo.sent[0]).toMatchObject({
      dimensionId: 'd-foreign',
      recordValue: '3',
      metadata: { region: 'eu', 'billport.event': 'e1', 'billport.subscription': 'seat' },
    });
    expect(paigo.sent[0]?.metadata).not.toHaveProperty('recordValue');
  });

  it('point 27: adds no key to records whose metadata makes the price, and says what that costs', async () => {
    const paigo = servePaigo({ customers: [acme({ enrollments: [enrolled([regional()])] })] });
    const event = usageEvent({
      metric: 'd-regional',
      properties: { recordValue: '3', region: 'eu' },
    });
    const provider = usageProvider();
    const result = await provider.usage.record({ events: [event] });
    expect(paigo.sent[0]?.metadata).toEqual({ region: 'eu' });
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'partial', field: 'events[0].id' }),
    );
    const again = await provider.usage.record({ events: [event] });
    expect(again).toMatchObject({ recorded: 0, duplicates: 1 });
    expect(paigo.sent.length).toBe(1);
  });

  it('warns of events from before the start, which Paigo keeps and does not bill', async () => {
    servePaigo();
    const events = [usageEvent(), usageEvent({ id: 'e2', timestamp: '2025-12-31T23:59:59.999Z' })];
    const { warnings } = await usageProvider().usage.record({ events });
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'not_applied', field: 'events[1].timestamp' }),
    );
  });

  it('warns of events of months that are over, by their ids', async () => {
    servePaigo({ customers: [acme({ enrollments: [LAST_YEARS] })] });
    const timestamp = '2025-12-31T23:59:59.999Z';
    const late = Array.from({ length: 7 }, (_, index) =>
      usageEvent({ id: `late-${index}`, timestamp: toInstant(toEpochMs(timestamp) - index) }),
    );
    const inTime = usageEvent({ timestamp: '2026-01-01T00:00:00.000Z' });
    const { warnings } = await usageProvider().usage.record({ events: [inTime, ...late] });
    const told = warnings?.filter(({ code }) => code === 'not_applied');
    expect(told).toEqual([
      {
        code: 'not_applied',
        field: 'events[1].timestamp',
        message: expect.stringMatching(
          /^7 of the events .*months in UTC that are over.*"late-0".*"late-4", and 2 more/,
        ),
      },
    ]);
  });

  it('says nothing of late events that were recorded before, perhaps in time', async () => {
    const timestamp = '2025-12-31T23:59:59.999Z';
    servePaigo({
      customers: [acme({ enrollments: [LAST_YEARS] })],
      records: [kept({ timestamp })],
    });
    const result = await usageProvider().usage.record({ events: [usageEvent({ timestamp })] });
    expect(result).toMatchObject({ recorded: 0, duplicates: 1 });
    expect(result.warnings?.map(({ code }) => code) ?? []).not.toContain('not_applied');
  });
});

describe('usage.record, of what was recorded before', () => {
  it('point 7: finds it with a cold memory by one read over the time of the events', async () => {
    const paigo = servePaigo({ records: [kept()] });
    const events = [
      usageEvent(),
      usageEvent({ id: 'e2', timestamp: '2026-01-15T12:00:05.000Z' }),
      usageEvent({ id: 'e3', timestamp: '2026-01-15T11:59:59.000Z' }),
    ];
    const result = await usageProvider().usage.record({ events });
    expect(result).toMatchObject({ recorded: 2, duplicates: 1, rejected: 0 });
    expect(statuses(result)).toEqual(['duplicate', 'recorded', 'recorded']);
    expect(paigo.sent.map(({ metadata }) => metadata?.['billport.event']).sort()).toEqual([
      'e2',
      'e3',
    ]);
    expect(paigo.reads.length).toBe(1);
    const [read] = paigo.reads;
    expect(read?.query).toMatchObject({
      aggregationInterval: 'none',
      ignoreEnrollmentDate: 'true',
    });
    expect(read?.startTime).toBe('2026-01-15T11:59:58.000Z');
    expect(read?.endTime).toBe('2026-01-15T12:00:06.001Z');
  });

  it('takes one id at two moments for two events, in one process and in another', async () => {
    const paigo = servePaigo();
    const { record } = usageProvider().usage;
    const later = usageEvent({ timestamp: '2026-01-15T12:00:05.000Z' });
    expect(await record({ events: [usageEvent()] })).toMatchObject({ recorded: 1 });
    for (const each of [record, usageProvider().usage.record]) {
      expect(await each({ events: [usageEvent()] })).toMatchObject({ duplicates: 1 });
    }
    expect(await record({ events: [later] })).toMatchObject({ recorded: 1, duplicates: 0 });
    expect(await usageProvider().usage.record({ events: [later] })).toMatchObject({
      recorded: 0,
      duplicates: 1,
    });
    expect(paigo.sent.length).toBe(2);
  });

  it('reads around events that lie far apart, and not all that lies between', async () => {
    const between = kept({
      timestamp: '2025-12-31T12:00:00.000Z',
      metadata: { 'billport.event': 'between', 'billport.subscription': 'seat' },
    });
    const paigo = servePaigo({ records: [kept(), between] });
    const events = [usageEvent(), usageEvent({ id: 'e2', timestamp: '2025-12-16T00:00:00.000Z' })];
    const result = await usageProvider().usage.record({ events });
    expect(statuses(result)).toEqual(['duplicate', 'recorded']);
    expect(paigo.reads.map(({ startTime, endTime }) => [startTime, endTime]).sort()).toEqual([
      ['2025-12-15T23:59:59.000Z', '2025-12-16T00:00:01.001Z'],
      ['2026-01-15T11:59:59.123Z', '2026-01-15T12:00:01.124Z'],
    ]);
  });

  it('reads nothing that is younger than a second, and knows what it sent itself', async () => {
    const paigo = servePaigo();
    const { record } = usageProvider().usage;
    const young = toInstant(toEpochMs(NOW) - 1000);
    const events = [usageEvent({ timestamp: young })];
    expect(await record({ events })).toMatchObject({ recorded: 1, duplicates: 0 });
    expect(await record({ events })).toMatchObject({ recorded: 0, duplicates: 1 });
    expect(paigo.reads).toEqual([]);
    const old = [usageEvent({ id: 'e2', timestamp: toInstant(toEpochMs(NOW) - 1001) })];
    expect(await record({ events: [...events, ...old] })).toMatchObject({
      recorded: 1,
      duplicates: 1,
    });
    expect(paigo.reads.map(({ endTime }) => endTime)).toEqual([young]);
  });

  it('reads once for each customer, however many subscriptions and events', async () => {
    const two = acme({
      customerId: 'other',
      metadata: {
        'billport.subscription:chair': acme().metadata['billport.subscription:seat'],
      },
    });
    const records = [
      kept({
        customerId: 'other',
        metadata: { 'billport.event': 'e1', 'billport.subscription': 'chair' },
      }),
    ];
    const paigo = servePaigo({ customers: [acme(), two], records });
    const events = [...many(5), usageEvent({ subscriptionKey: 'chair' }), usageEvent({ id: 'e1' })];
    const result = await usageProvider().usage.record({ events });
    expect(paigo.reads.map(({ customerId }) => customerId).sort()).toEqual(['acme', 'other']);
    // One id of two subscriptions is two events; twice in one it is one.
    expect(statuses(result).slice(5)).toEqual(['duplicate', 'duplicate']);
    expect(result).toMatchObject({ recorded: 5, duplicates: 2 });
  });

  it('counts an event once that several calls have under way', async () => {
    const paigo = servePaigo();
    const { record } = usageProvider().usage;
    const results = await Promise.all([1, 2, 3, 4].map(() => record({ events: many(3) })));
    expect(results.map(({ recorded }) => recorded).sort()).toEqual([0, 0, 0, 3]);
    expect(results.every(({ recorded, duplicates }) => recorded + duplicates === 3)).toBe(true);
    expect(paigo.sent.length).toBe(3);
  });

  it('ends calls that wait for events of each other', async () => {
    const paigo = servePaigo();
    const { record } = usageProvider().usage;
    const [a, b, c] = many(3);
    const results = await Promise.all([
      record({ events: [a, b] as never }),
      record({ events: [b, c] as never }),
      record({ events: [c, a] as never }),
    ]);
    expect(results.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(3);
    expect(paigo.sent.length).toBe(3);
  });

  it('sends an event itself when the call that had it under way did not', async () => {
    const paigo = servePaigo({
      answer: (_, number) => (number === 1 ? { status: 403 } : undefined),
    });
    const { record } = usageProvider({ usageConcurrency: 1 }).usage;
    const events = [usageEvent()];
    const [first, second] = await Promise.all([codeOf(record({ events })), record({ events })]);
    expect(first).toBe('forbidden');
    expect(second).toMatchObject({ recorded: 1 });
    expect(paigo.sent.length).toBe(2);
  });

  it('looks for many keys that are not there by one reading of all customers', async () => {
    const paigo = servePaigo();
    const requests: string[] = [];
    const fetch: typeof globalThis.fetch = (...given) => {
      requests.push(
        new URL(String(given[0] instanceof Request ? given[0].url : given[0])).pathname,
      );
      return globalThis.fetch(...given);
    };
    const events = many(50, (index) => ({ subscriptionKey: `gone${index % 20}` }));
    const { record } = usageProvider({ fetch }).usage;
    const result = await record({ events: [...events, usageEvent()], onRejected: 'report' });
    expect(result).toMatchObject({ recorded: 1, rejected: 50 });
    expect(requests.filter((path) => path === '/customers').length).toBe(1);
    expect(paigo.sent.length).toBe(1);
  });

  it('reads customers of more than 16 MiB, and no more than it is told to', async () => {
    const invoices = [{ invoiceId: 'i', note: 'x'.repeat(17 * 1024 * 1024) }];
    servePaigo({ customers: [acme(), acme({ customerId: 'big', metadata: {}, invoices })] });
    const result = await usageProvider().usage.record({ events: [usageEvent()] });
    expect(result).toMatchObject({ recorded: 1 });
    const small = usageProvider({ maxReplyBytes: 1_000_000 }).usage;
    expect(await codeOf(small.record({ events: [usageEvent()] }))).toBe('malformed_response');
  });

  it('fails and sends nothing when it cannot be read what is there', async () => {
    const paigo = servePaigo({ read: () => [500, { message: 'Internal Server Error' }] });
    const provider = usageProvider({ maxAttempts: 1 });
    expect(await codeOf(provider.usage.record({ events: [usageEvent()] }))).toBe('unavailable');
    const report = provider.usage.record({ events: [usageEvent()], onRejected: 'report' });
    expect(await codeOf(report)).toBe('unavailable');
    expect(paigo.sent).toEqual([]);
  });

  it('point 2: reads usage whether data is a list, one thing or null, and amounts as numbers', async () => {
    for (const data of [
      { dimensionId: 'd-tokens', usage: [kept({ recordValue: 7 })] },
      [
        { dimensionId: 'd-tokens', usage: null },
        { dimensionId: 'd-tokens', usage: [kept()] },
      ],
      null,
    ]) {
      servePaigo({ read: () => [200, { message: '', data }] });
      const { duplicates } = await usageProvider().usage.record({ events: [usageEvent()] });
      expect(duplicates).toBe(data === null ? 0 : 1);
      nock.cleanAll();
    }
  });
});

describe('usage.record, of events at the same millisecond', () => {
  const happened = ({ timestamp, metadata }: { timestamp: string; metadata?: unknown }) => [
    timestamp.slice(17),
    (metadata as Record<string, string>)['billport.timestamp']?.slice(17),
  ];

  it('gives each a millisecond of its own and keeps the true one beside it', async () => {
    const paigo = servePaigo();
    const at = '2026-01-15T12:00:00.123Z';
    const { record } = usageProvider({ usageConcurrency: 1 }).usage;
    const events = many(3, () => ({ timestamp: at }));
    await record({ events });
    await record({ events: [usageEvent({ id: 'later', timestamp: at })] });
    expect(paigo.sent.map(happened)).toEqual([
      ['00.123Z', undefined],
      ['00.124Z', '00.123Z'],
      ['00.125Z', '00.123Z'],
      ['00.126Z', '00.123Z'],
    ]);
  });

  it('says that what two processes record in one second is not moved apart, and moves what is older', async () => {
    const timestamp = toInstant(toEpochMs(NOW) - 200);
    const paigo = servePaigo();
    const at = (id: string, now = NOW) =>
      usageProvider({ clock: manualClock(now) }).usage.record({
        events: [usageEvent({ id, timestamp })],
      });
    for (const { recorded, warnings } of [await at('one'), await at('other')]) {
      expect(recorded).toBe(1);
      expect(warnings).toContainEqual({
        code: 'emulated',
        message: expect.stringMatching(/same millisecond once.*another process.*same second/),
      });
    }
    await at('late', toInstant(toEpochMs(NOW) + 2000));
    expect(paigo.sent.map(happened)).toEqual([
      ['59.800Z', undefined],
      ['59.800Z', undefined],
      ['59.801Z', '59.800Z'],
    ]);
  });

  it('moves none onto a record that others made', async () => {
    const records = [
      kept({ metadata: null }),
      kept({ timestamp: '2026-01-15T12:00:00.124Z', metadata: null }),
    ];
    const paigo = servePaigo({ records });
    await usageProvider().usage.record({ events: [usageEvent()] });
    expect(paigo.sent.map(happened)).toEqual([['00.125Z', '00.123Z']]);
  });

  it('keeps them within the month that bills them', async () => {
    const paigo = servePaigo();
    const timestamp = '2025-12-31T23:59:59.999Z';
    const { record } = usageProvider({ usageConcurrency: 1 }).usage;
    await record({ events: many(2, () => ({ timestamp })) });
    expect(paigo.sent.map(happened)).toEqual([
      ['59.999Z', undefined],
      ['59.998Z', '59.999Z'],
    ]);
  });

  it('finds the moved ones again with a cold memory, however far they were moved', async () => {
    const timestamp = '2026-01-15T12:00:00.123Z';
    const first = toEpochMs(timestamp);
    // As they lie after many records of one moment: the last ones seconds behind it.
    const records = Array.from({ length: 2500 }, (_, index) =>
      kept({
        timestamp: toInstant(first + index),
        metadata: {
          'billport.event': `e${index}`,
          'billport.subscription': 'seat',
          ...(index > 0 && { 'billport.timestamp': timestamp }),
        },
      }),
    );
    const paigo = servePaigo({ records });
    const events = [usageEvent({ id: 'e2499', timestamp }), usageEvent({ id: 'e0', timestamp })];
    const result = await usageProvider().usage.record({ events });
    expect(statuses(result)).toEqual(['duplicate', 'duplicate']);
    expect(paigo.sent).toEqual([]);
  });

  const asEvent = (id: string, at: string, fields: object = {}) =>
    kept({
      timestamp: at,
      metadata: { 'billport.event': id, 'billport.subscription': 'seat', ...fields },
    });

  it.each([
    ['behind', '2026-01-15T12:00:00.000Z', 1500],
    ['before, at the end of the month', '2025-12-31T23:59:59.999Z', -1500],
  ])('finds one that was moved %s past others that were not', async (_, timestamp, moved) => {
    const first = toEpochMs(timestamp);
    const taken = Array.from({ length: 1500 }, (_, index) =>
      asEvent(`e${index}`, toInstant(first + Math.sign(moved) * index)),
    );
    const late = asEvent('late', toInstant(first + moved), { 'billport.timestamp': timestamp });
    const paigo = servePaigo({ records: [...taken, late] });
    const result = await usageProvider().usage.record({
      events: [usageEvent({ id: 'late', timestamp })],
    });
    expect(statuses(result)).toEqual(['duplicate']);
    expect(paigo.sent).toEqual([]);
  });

  it('reads no further where records only follow each other', async () => {
    // One each 10 ms for ten minutes on both sides: nothing was moved across a whole second.
    const first = toEpochMs('2026-01-15T11:50:00.000Z');
    const records = Array.from({ length: 12_000 }, (_, index) =>
      asEvent(`e${index}`, toInstant(first + 10 * index)),
    );
    const paigo = servePaigo({ records });
    await usageProvider().usage.record({ events: [usageEvent()] });
    expect(paigo.reads.length).toBe(1);
  });
});

describe('usage.record, when an answer is lost', () => {
  it.each([
    ['that were kept, and finds them', true],
    ['that were not kept, and says so', false],
  ])('point 7: sends no record a second time of those %s', async (_, isKept) => {
    const paigo = servePaigo({ answer: () => ({ status: 502, isKept }) });
    const provider = usageProvider();
    const call = provider.usage.record({ events: [usageEvent()] });
    if (isKept) expect(await call).toMatchObject({ recorded: 1, duplicates: 0, rejected: 0 });
    else {
      await expect(call).rejects.toMatchObject({
        code: 'outcome_unknown',
        details: {
          lookup: expect.stringMatching(
            /^usage\.getEvent\(\{"subscriptionKey":"seat","id":"e1"\}\)/,
          ),
        },
      });
    }
    expect(paigo.sent.length).toBe(1);
  });

  it('tells what became of each event, and begins nothing more', async () => {
    const paigo = servePaigo({
      answer: (_, number) => (number === 2 ? { status: 504, isKept: false } : undefined),
    });
    const provider = usageProvider({ usageConcurrency: 1 });
    const result = await provider.usage.record({ events: many(4), onRejected: 'report' });
    expect(statuses(result)).toEqual(['recorded', 'unknown', 'unknown', 'unknown']);
    expect(result.results[1]?.error).toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringContaining('usage.getEvent({"subscriptionKey":"seat","id":"e1"})'),
    });
    expect(result.results[2]?.error).toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^It was not sent/),
    });
    expect(paigo.sent.length).toBe(2);
    // The same call again: what is there counts once, and the lost one is sent to its own moment.
    const again = await provider.usage.record({ events: many(4) });
    expect(statuses(again)).toEqual(['duplicate', 'recorded', 'recorded', 'recorded']);
    expect(paigo.sent[2]?.timestamp).toBe(paigo.sent[1]?.timestamp);
    expect(paigo.records.length).toBe(4);
  });

  it('finds a late record when the call is repeated, and sends it no more', async () => {
    const paigo = servePaigo({ answer: () => ({ status: 502, isKept: false }) });
    const provider = usageProvider();
    expect(await codeOf(provider.usage.record({ events: [usageEvent()] }))).toBe('outcome_unknown');
    paigo.records.push(kept());
    const again = await provider.usage.record({ events: [usageEvent()] });
    expect(again).toMatchObject({ recorded: 0, duplicates: 1 });
    expect(paigo.sent.length).toBe(1);
  });

  it('waits until a record of the present can be looked for', async () => {
    const paigo = servePaigo({ answer: () => ({ status: 502, isKept: true }) });
    const provider = usageProvider({ clock: runningClock(NOW, () => paigo.sent.length > 0) });
    const event = usageEvent({ timestamp: toInstant(toEpochMs(NOW) + 500) });
    expect(await provider.usage.record({ events: [event] })).toMatchObject({ recorded: 1 });
    expect(paigo.sent.length).toBe(1);
    expect(paigo.reads.length).toBe(1);
  });

  it('does not wait for what lies in the future, and sends nothing while it is open', async () => {
    const paigo = servePaigo({ answer: () => ({ status: 502, isKept: false }) });
    const clock = manualClock(NOW);
    const { record } = usageProvider({ clock }).usage;
    const events = [usageEvent({ timestamp: '2026-01-20T13:00:00.000Z' })];
    expect(await codeOf(record({ events }))).toBe('outcome_unknown');
    await expect(record({ events })).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringContaining('it was not sent again'),
      details: { lookup: expect.stringMatching(/^usage\.getEvent\(/) },
    });
    expect(paigo.sent.length).toBe(1);
    expect(paigo.reads).toEqual([]);
  });

  it('leaves out the one that is still open, says so of it alone, and sends the others', async () => {
    const paigo = servePaigo({
      answer: (_, number) => (number === 1 ? { status: 502, isKept: false } : undefined),
    });
    const { record } = usageProvider().usage;
    const ahead = usageEvent({ id: 'ahead', timestamp: '2026-01-20T13:00:00.000Z' });
    expect(await codeOf(record({ events: [ahead] }))).toBe('outcome_unknown');
    const events = [ahead, ...many(2), ahead];
    const result = await record({ events, onRejected: 'report' });
    expect(result).toMatchObject({ recorded: 2, duplicates: 0, rejected: 0 });
    expect(statuses(result)).toEqual(['unknown', 'recorded', 'recorded', 'unknown']);
    for (const index of [0, 3]) {
      expect(result.results[index]?.error).toMatchObject({
        code: 'outcome_unknown',
        message: expect.stringContaining('usage.getEvent({"subscriptionKey":"seat","id":"ahead"})'),
      });
    }
    await expect(record({ events })).rejects.toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringMatching(/"ahead".*not sent again.*2 events of the call are recorded/),
      details: { lookup: expect.stringContaining('"ahead"') },
    });
    expect(paigo.sent.length).toBe(3);
  });

  it('takes no record of others for one that did not arrive, though it lies at that very moment', async () => {
    const timestamp = toInstant(toEpochMs(NOW) + 500);
    const foreign = kept({ timestamp, recordValue: '5', metadata: null });
    const paigo = servePaigo({
      records: [foreign],
      answer: () => ({ status: 502, isKept: false }),
    });
    const clock = runningClock(NOW, () => paigo.sent.length > 0);
    const result = await usageProvider({ clock }).usage.record({
      events: [usageEvent({ timestamp })],
      onRejected: 'report',
    });
    expect(statuses(result)).toEqual(['unknown']);
    expect(paigo.reads.length).toBeGreaterThan(0);
  });

  it('point 27: knows a record without a key by the place that it was sent to', async () => {
    const paigo = servePaigo({
      customers: [acme({ enrollments: [enrolled([regional()])] })],
      answer: (_, number) => ({ status: number === 1 ? 502 : 504, isKept: number === 1 }),
    });
    const { record } = usageProvider().usage;
    const event = (id: string) =>
      usageEvent({ id, metric: 'd-regional', properties: { recordValue: '3', region: 'eu' } });
    expect(await record({ events: [event('e1')] })).toMatchObject({ recorded: 1 });
    // At the same moment, and lost: what lies there is the first one.
    await expect(record({ events: [event('e2')] })).rejects.toMatchObject({
      code: 'outcome_unknown',
      details: {
        lookup: expect.stringMatching(/^usage\.listEvents\(\{"subscriptionKey":"seat"\}\)/),
      },
    });
    const second = paigo.sent[1];
    expect(second?.timestamp).toBe('2026-01-15T12:00:00.124Z');
    if (second !== undefined) paigo.records.push(second);
    expect(await record({ events: [event('e2')] })).toMatchObject({ recorded: 0, duplicates: 1 });
    expect(paigo.sent.length).toBe(2);
  });

  it('says that the outcome is unknown when it cannot be looked up either', async () => {
    const paigo = servePaigo({
      answer: () => ({ status: 500, isKept: true }),
      read: ({ startTime }) =>
        startTime === '2026-01-15T12:00:00.123Z' ? [403, { message: 'Forbidden' }] : undefined,
    });
    const call = usageProvider().usage.record({ events: [usageEvent()] });
    expect(await codeOf(call)).toBe('outcome_unknown');
    expect(paigo.sent.length).toBe(1);
  });
});

describe('usage.record, of what Paigo refuses', () => {
  it('point 26: names the event with the words of Paigo, a text or a list, and records the others', async () => {
    for (const message of ['recordValue is too large', ['recordValue is', 'too large']]) {
      const paigo = servePaigo({
        answer: ({ metadata }) =>
          metadata?.['billport.event'] === 'e1'
            ? { status: 400, body: { message }, isKept: false }
            : undefined,
      });
      const { record } = usageProvider().usage;
      const report = await record({ events: many(3), onRejected: 'report' });
      expect(report).toMatchObject({ recorded: 2, duplicates: 0, rejected: 1 });
      expect(report.results[1]).toMatchObject({
        status: 'rejected',
        error: {
          code: 'rejected',
          message: expect.stringMatching(/recordValue is(?: ·)? too large/),
        },
      });
      await expect(record({ events: many(3) })).rejects.toMatchObject({
        code: 'rejected',
        message: expect.stringContaining('2 other events of the call are recorded'),
        issues: [{ path: ['events', 1] }],
      });
      expect(paigo.records.length).toBe(2);
      nock.cleanAll();
    }
  });

  it('ends at a refusal that is about the whole call, and says what is recorded', async () => {
    const paigo = servePaigo({
      answer: (_, number) => (number === 3 ? { status: 403, isKept: false } : undefined),
    });
    const { record } = usageProvider({ usageConcurrency: 1 }).usage;
    await expect(record({ events: many(6) })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('2 events of the call are recorded'),
    });
    expect(paigo.sent.length).toBe(3);
    const again = await record({ events: many(6) });
    expect(again).toMatchObject({ recorded: 4, duplicates: 2 });
    // Nothing was moved by what was not sent.
    expect(paigo.records.every(({ metadata }) => !metadata?.['billport.timestamp'])).toBe(true);
  });

  it('point 26: takes a 429 for nothing done, and sends again', async () => {
    const paigo = servePaigo({
      answer: (_, number) => (number === 1 ? { status: 429, isKept: false } : undefined),
    });
    const result = await usageProvider().usage.record({ events: [usageEvent()] });
    expect(result).toMatchObject({ recorded: 1 });
    expect(paigo.sent.length).toBe(2);
  });

  it('ends when the caller gives up, and loses nothing of what it did', async () => {
    const caller = new AbortController();
    const paigo = servePaigo({
      answer: (_, number) => {
        if (number === 3) caller.abort();
        return undefined;
      },
    });
    const { record } = usageProvider({ usageConcurrency: 1 }).usage;
    const options = { signal: caller.signal };
    const result = await record({ events: many(5), onRejected: 'report' }, options);
    expect(statuses(result)).toEqual(['recorded', 'recorded', 'unknown', 'unknown', 'unknown']);
    expect(result.results[3]?.error).toMatchObject({ code: 'aborted' });
    expect(paigo.sent.length).toBe(3);
    const again = await record({ events: many(5) });
    expect(again).toMatchObject({ recorded: 2, duplicates: 3 });
    expect(paigo.sent.length).toBe(5);
  });
});

describe('usage.record, whatever becomes of its events', () => {
  const fates = ['kept', 'before', 'refused', 'lost', 'gone', 'unknown metric', 'twice'] as const;

  it('has one result for each in their order, counts that add up, and nothing recorded twice', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (all, usageConcurrency) => {
        const events = many(all.length, (index) => ({
          ...(all[index] === 'unknown metric' && { metric: 'other' }),
          ...(all[index] === 'twice' && { id: 'same', timestamp: '2026-01-15T12:00:01.000Z' }),
        }));
        const fateOf = ({ metadata }: { metadata?: unknown }) => {
          const id = (metadata as Record<string, string>)['billport.event'];
          return all[events.findIndex((event) => event.id === id)];
        };
        const paigo = servePaigo({
          records: events
            .filter((_, index) => all[index] === 'before')
            .map(({ id, timestamp }) =>
              kept({
                timestamp,
                metadata: { 'billport.event': id, 'billport.subscription': 'seat' },
              }),
            ),
          answer: (body) => {
            const fate = fateOf(body);
            if (fate === 'refused') return { status: 400, isKept: false };
            if (fate === 'lost') return { status: 502, isKept: true };
            return fate === 'gone' ? { status: 502, isKept: false } : undefined;
          },
          // What is gone cannot be looked for: that it is not there takes a while to see.
          read: ({ startTime, endTime }) => {
            const isLook = toEpochMs(endTime) - toEpochMs(startTime) === 1;
            const at = events.findIndex(({ timestamp }) => timestamp === startTime);
            return isLook && all[at] === 'gone' ? [403, { message: 'x' }] : undefined;
          },
        });
        const { record } = usageProvider({ usageConcurrency }).usage;
        const result = await record({ events, onRejected: 'report' });
        expect(result.results.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
        const unknown = statuses(result).filter((status) => status === 'unknown').length;
        const { recorded, duplicates, rejected } = result;
        expect(recorded + duplicates + rejected + unknown).toBe(events.length);
        for (const [index, status] of statuses(result).entries()) {
          const fate = all[index];
          const expected = {
            kept: ['recorded', 'unknown'],
            before: ['duplicate'],
            refused: ['rejected', 'unknown'],
            lost: ['recorded', 'unknown'],
            gone: ['unknown'],
            'unknown metric': ['rejected'],
            twice: ['recorded', 'duplicate', 'unknown'],
          }[fate ?? 'kept'];
          expect(expected).toContain(status);
        }
        const ids = paigo.records.map(({ metadata }) => metadata?.['billport.event']);
        expect(new Set(ids).size).toBe(ids.length);
        const known = result.results.filter(({ status }) =>
          ['recorded', 'duplicate'].includes(status),
        );
        for (const { id } of known) expect(ids).toContain(id);
        nock.cleanAll();
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});
