import { manualClock, toEpochMs, toInstant } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { found, paigoHost } from '../paigo-host.fixture.ts';
import {
  acme,
  enrolled,
  kept,
  NOW,
  regional,
  servePaigo,
  tokens,
  usageProvider,
} from './paigo-usage.fixture.ts';

const seat = { subscriptionKey: 'seat' };
const own = (id: string, fields: object = {}) => ({
  tokens: '7',
  'billport.event': id,
  'billport.subscription': 'seat',
  ...fields,
});
/** Records of one dimension, by the time since the present. */
const recordsAt = (...ages: readonly number[]) =>
  ages.map((age) => kept({ timestamp: toInstant(toEpochMs(NOW) - age), metadata: own(`e${age}`) }));
const SECOND = 1000;
const DAY = 86_400 * SECOND;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('usage.getEvent', () => {
  it('brings the event as it was sent, with the moment at which it happened', async () => {
    const happened = '2026-01-15T12:00:00.123Z';
    const moved = kept({
      timestamp: '2026-01-15T12:00:00.125Z',
      metadata: own('e2', { region: 'eu', 'billport.timestamp': happened }),
    });
    servePaigo({ records: [kept(), moved] });
    const event = await usageProvider().usage.getEvent({ ...seat, id: 'e2' });
    expect(event).toMatchObject({
      id: 'e2',
      subscriptionKey: 'seat',
      customerKey: 'acme',
      metric: 'tokens',
      timestamp: happened,
      properties: { tokens: '7', region: 'eu' },
    });
  });

  it('takes no event of another subscription of the customer, and none that is too young', async () => {
    const young = kept({ timestamp: toInstant(toEpochMs(NOW) - SECOND), metadata: own('young') });
    const foreign = kept({ metadata: { ...own('e1'), 'billport.subscription': 'chair' } });
    const paigo = servePaigo({ records: [young, foreign] });
    const { getEvent } = usageProvider().usage;
    for (const id of ['e1', 'young', 'nothing']) {
      await expect(getEvent({ ...seat, id })).rejects.toMatchObject({
        code: 'not_found',
        details: { resource: 'event', key: id },
      });
    }
    expect(paigo.reads.every(({ endTime }) => endTime <= toInstant(toEpochMs(NOW) - SECOND))).toBe(
      true,
    );
  });

  it.each([
    ['records', [{ dimensionId: 'd-tokens', usage: 'x' }]],
    ['a record', [{ dimensionId: 'd-tokens', usage: [7] }]],
    ['the moment of a record', [{ dimensionId: 'd-tokens', usage: [{ recordValue: '1' }] }]],
  ])('says of %s that it cannot be read', async (_, data) => {
    servePaigo({ read: () => [200, { message: '', data }] });
    const call = usageProvider().usage.getEvent({ ...seat, id: 'e1' });
    await expect(call).rejects.toMatchObject({ code: 'malformed_response' });
  });

  it('passes over nothing among records and dimensions, and over metadata that is none', async () => {
    const others = { ...kept(), metadata: 'x' };
    const wire = enrolled();
    const dimensions = [null, ...wire.offering.dimensions];
    const enrollments = [null, { ...wire, offering: { ...wire.offering, dimensions } }];
    servePaigo({
      customers: [acme({ enrollments })],
      read: () => [200, { data: [{ dimensionId: 'd-tokens', usage: [null, others, kept()] }] }],
    });
    const { id } = await usageProvider().usage.getEvent({ ...seat, id: 'e1' });
    expect(id).toBe('e1');
  });

  it('says of dimensions of the plan that they cannot be read', async () => {
    const wire = enrolled();
    const enrollments = [{ ...wire, offering: { ...wire.offering, dimensions: 'x' } }];
    servePaigo({ customers: [acme({ enrollments })], records: [kept()] });
    const call = usageProvider().usage.getEvent({ ...seat, id: 'e1' });
    await expect(call).rejects.toMatchObject({ code: 'malformed_response' });
  });

  it('finds what is recent in one read, and what is old in a few', async () => {
    const paigo = servePaigo({ records: recordsAt(2 * SECOND, 700 * DAY) });
    const { getEvent } = usageProvider().usage;
    expect(await getEvent({ ...seat, id: `e${2 * SECOND}` })).toMatchObject({ metric: 'tokens' });
    expect(paigo.reads.length).toBe(1);
    expect(await getEvent({ ...seat, id: `e${700 * DAY}` })).toMatchObject({ metric: 'tokens' });
    expect(paigo.reads.length).toBeLessThan(8);
  });

  it('reads no more at once than a reply can hold, however long the subscription has lived', async () => {
    const life = acme({
      metadata: {},
      enrollments: [enrolled([tokens()], { offeringEnrollmentDate: '2022-01-01T00:00:00.000Z' })],
    });
    const paigo = servePaigo({ customers: [life] });
    const event = { subscriptionKey: 'acme:basic', id: 'nothing' };
    await expect(usageProvider().usage.getEvent(event)).rejects.toMatchObject({
      code: 'not_found',
    });
    const lengths = paigo.reads
      .filter(({ startTime }) => startTime > '2022')
      .map(({ startTime, endTime }) => toEpochMs(endTime) - toEpochMs(startTime));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(128 * DAY);
    expect(paigo.reads.at(-1)?.startTime).toBe('1970-01-01T00:00:00.000Z');
  });

  it('names the metric of a record from before a change of plan', async () => {
    servePaigo({
      records: [
        kept({ dimensionId: 'd-former' }),
        kept({ dimensionId: 'd-gone', metadata: own('e2') }),
      ],
    });
    const former = tokens({ dimensionId: 'd-former' });
    paigoHost().persist().get('/dimensions').reply(200, found(former));
    const { getEvent } = usageProvider().usage;
    expect((await getEvent({ ...seat, id: 'e1' })).metric).toBe('tokens');
    expect((await getEvent({ ...seat, id: 'e2' })).metric).toBe('d-gone');
  });
});

describe('usage.listEvents', () => {
  it('brings a record once that stands in the rows of several offerings', async () => {
    const row = (offeringId: string | undefined, ...ids: string[]) => ({
      dimensionId: 'd-tokens',
      offeringId,
      usage: ids.map((id) => kept({ metadata: own(id) })),
    });
    for (const rows of [
      [row('o-basic', 'e1', 'e2', 'e2'), row('o-other', 'e1', 'e2', 'e2')],
      [row('o-basic', 'e1', 'e2'), row('o-other', 'e2', 'e2')],
      [row(undefined, 'e2', 'e2'), row('o-other', 'e1')],
      [row('o-basic', 'e1', 'e2'), row('o-basic', 'e2')],
    ]) {
      servePaigo({
        read: ({ startTime, endTime }) =>
          startTime <= kept().timestamp && kept().timestamp < endTime
            ? [200, { data: rows }]
            : undefined,
      });
      const { items } = await usageProvider().usage.listEvents(seat);
      expect(items.map(({ id }) => id).toSorted()).toEqual(['e1', 'e2', 'e2']);
      nock.cleanAll();
    }
  });

  it('brings each event once, latest first, over pages and reads', async () => {
    const ages = [0.5, 1, 3, 8, 9, 60, 400].map((days) => days * DAY);
    servePaigo({ records: recordsAt(...ages) });
    const { listEvents } = usageProvider().usage;
    const ids = ages.map((age) => `e${age}`);
    const all: string[] = [];
    for await (const { id } of listEvents({ ...seat, limit: 2 })) all.push(id);
    expect(all).toEqual(ids);
    const { items, nextCursor } = await listEvents({ ...seat, limit: 3 });
    expect(items.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(nextCursor).toBeDefined();
  });

  it('brings each of the records at one moment, over pages too', async () => {
    const at = { timestamp: '2026-01-15T12:00:00.000Z' };
    const foreign = Array.from({ length: 5 }, (_, index) =>
      kept({ ...at, recordValue: String(index), metadata: null }),
    );
    const named = [1, 2].map((number) => kept({ ...at, metadata: own(`e${number}`) }));
    const others = [1, 2].map((number) =>
      kept({ ...at, dimensionId: 'd-tokens-too', metadata: own(`o${number}`) }),
    );
    const too = tokens({ dimensionId: 'd-tokens-too' });
    const customers = [acme({ enrollments: [enrolled([tokens(), too])] })];
    servePaigo({ customers, records: [...foreign, ...named, ...others] });
    const { listEvents } = usageProvider().usage;
    for (const limit of [1, 3, 50]) {
      const ids: string[] = [];
      for await (const { id } of listEvents({ ...seat, limit })) ids.push(id);
      expect(new Set(ids).size).toBe(9);
      expect(ids.length).toBe(9);
    }
  });

  it('goes on where it was though time goes by and events come', async () => {
    const ages = [5, 6, 7, 8].map((seconds) => seconds * SECOND);
    const paigo = servePaigo({ records: recordsAt(...ages) });
    const clock = manualClock(NOW);
    const { listEvents } = usageProvider({ clock }).usage;
    const first = await listEvents({ ...seat, limit: 2 });
    clock.moveTo(toEpochMs(NOW) + 10 * SECOND);
    paigo.records.push(...recordsAt(-3 * SECOND, 2 * SECOND));
    const cursor = first.nextCursor ?? '';
    const second = await listEvents({ ...seat, limit: 2, cursor });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([
      'e5000',
      'e6000',
      'e7000',
      'e8000',
    ]);
    const other = listEvents({ ...seat, metric: 'tokens', cursor });
    await expect(other).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('takes those of a metric, from the start to before the end, by when they happened', async () => {
    const from = '2026-01-10T00:00:00.000Z';
    const to = '2026-01-11T00:00:00.000Z';
    const at = (timestamp: string, id: string, fields: object = {}) =>
      kept({ timestamp, metadata: own(id), ...fields });
    const records = [
      at('2026-01-09T23:59:59.999Z', 'before'),
      at(from, 'first'),
      at('2026-01-10T23:59:59.999Z', 'last'),
      at(to, 'behind'),
      at('2026-01-11T00:00:00.001Z', 'moved', {
        metadata: own('moved', { 'billport.timestamp': '2026-01-10T23:59:59.998Z' }),
      }),
      at('2026-01-10T12:00:00.000Z', 'other', { dimensionId: 'd-other' }),
    ];
    const other = tokens({ dimensionId: 'd-other', metadata: { 'billport.metric': 'other' } });
    const customers = [acme({ enrollments: [enrolled([tokens(), other])] })];
    servePaigo({ customers, records });
    const { listEvents } = usageProvider().usage;
    const { items } = await listEvents({ ...seat, metric: 'tokens', from, to });
    expect(items.map(({ id }) => id)).toEqual(['last', 'moved', 'first']);
  });

  it('refuses a list of no subscription before anything is sent', async () => {
    const list = usageProvider().usage.listEvents({});
    await expect(list).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['subscriptionKey'] }],
    });
  });

  it('shows records that others made, with ids that stay, from the start of the plan on', async () => {
    const records = [
      kept({ dimensionId: 'd-regional', recordValue: 3, metadata: { region: 'eu', zone: 4 } }),
      kept({ dimensionId: 'd-regional', recordValue: '4', metadata: null }),
      kept({ dimensionId: 'd-regional', timestamp: '2025-12-31T23:59:59.999Z', metadata: null }),
      kept({ dimensionId: 'd-elsewhere', metadata: null }),
    ];
    servePaigo({ customers: [acme({ enrollments: [enrolled([regional()])] })], records });
    const { listEvents, getEvent } = usageProvider().usage;
    const { items } = await listEvents(seat);
    expect(items.map(({ id, metric, properties }) => ({ id, metric, properties }))).toEqual([
      {
        id: 'd-regional@2026-01-15T12:00:00.123Z',
        metric: 'd-regional',
        properties: { region: 'eu', zone: '4', recordValue: '3' },
      },
      {
        id: 'd-regional@2026-01-15T12:00:00.123Z#2',
        metric: 'd-regional',
        properties: { recordValue: '4' },
      },
    ]);
    for (const { id, properties } of items) {
      expect(await getEvent({ ...seat, id })).toMatchObject({ id, properties });
    }
  });

  describe('whose moments were taken', () => {
    const START = toEpochMs('2025-12-31T23:59:59.000Z');
    const END = START + SECOND;
    /** A record that lies elsewhere than at its moment; milliseconds since the start. */
    const moved = (id: string, at: number, happened = 0) =>
      kept({
        timestamp: toInstant(START + at),
        metadata: own(id, { 'billport.timestamp': toInstant(START + happened) }),
      });
    const list = { ...seat, from: toInstant(START), to: toInstant(END) };
    const idsOf = async (limit: number) => {
      const ids: string[] = [];
      for await (const { id } of usageProvider().usage.listEvents({ ...list, limit })) ids.push(id);
      return ids;
    };
    /** A second in which others took every moment. */
    const crowd = (at: number) =>
      Array.from({ length: 1000 }, (_, index) => moved(`x${at}-${index}`, at + index, at + index));

    it.each([
      ['moved ones lie on the way', [moved('near', 60 * SECOND + 500)]],
      ['a crowd lies on the way', crowd(60 * SECOND)],
    ])('finds those that lie far behind, where %s', async (_, between) => {
      servePaigo({ records: [...between, moved('far', 200 * SECOND)] });
      const own = between.length === 1 ? ['near'] : [];
      for (const limit of [1, 50]) expect(await idsOf(limit)).toEqual(['far', ...own]);
    });

    it.each([
      ['moved ones lie', (at: number) => [moved(`near${at}`, at)]],
      ['crowds lie', crowd],
    ])('finds those that lie far before, where %s on the way', async (name, between) => {
      const [one, two] = [-60 * SECOND, -120 * SECOND];
      servePaigo({ records: [...between(one), ...between(two), moved('far', -300 * SECOND)] });
      const own = name === 'crowds lie' ? [] : [`near${one}`, `near${two}`];
      for (const limit of [1, 50]) expect(await idsOf(limit)).toEqual([...own, 'far']);
    });

    it('finds those near by in one read', async () => {
      const paigo = servePaigo({
        records: [moved('before', -2), moved('in', 3), moved('behind', 2 * SECOND)],
      });
      expect(await idsOf(50)).toEqual(['behind', 'in', 'before']);
      expect(paigo.reads.length).toBe(1);
    });
  });

  it('shows what a subscription used that has ended', async () => {
    servePaigo({ customers: [acme({ enrollments: [] })], records: [kept()] });
    paigoHost().get('/dimensions').reply(200, found(tokens()));
    const { items } = await usageProvider().usage.listEvents(seat);
    expect(items).toMatchObject([{ id: 'e1', metric: 'tokens' }]);
  });

  it('says that a record without a timestamp is none', async () => {
    servePaigo({
      read: () => [200, found({ dimensionId: 'd-tokens', usage: [{ recordValue: '1' }] })],
    });
    const list = usageProvider().usage.listEvents(seat);
    await expect(list).rejects.toMatchObject({ code: 'malformed_response' });
  });
});
