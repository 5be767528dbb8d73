import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run } from '../run-tool.fixture.ts';
import { plan, START, testCall, withAcme } from '../tool-call.fixture.ts';
import { recordUsage } from './record-usage.ts';

const eventsOf = async (call: Awaited<ReturnType<typeof withAcme>>) =>
  (await call.engine.usage.listEvents({ subscriptionKey: 'acme-pro' })).items;

describe('record_usage', () => {
  it('sends usage of the last hour: for a customer by name, at moments before now', async () => {
    const call = await withAcme(testCall());
    const events = [
      { customer: 'Acme Corp', metric: 'API calls', timestamp: '-45m' },
      { customer: 'Acme Corp', metric: 'API calls' },
    ];
    const change = await plan(recordUsage, { events }, call);
    expect(change).toMatchObject({ needsConsent: false, targets: ['subscription:acme-pro'] });
    expect(change.effect).toContain('2 usage events');
    const { facts, next } = await run(recordUsage, { events }, call);
    expect(facts).toMatchObject({
      recorded: 2,
      items: [
        { timestamp: '2026-03-10T11:15:00.000Z', status: 'recorded' },
        { timestamp: START, status: 'recorded' },
      ],
    });
    expect(next).toContain('id');
    const recorded = await eventsOf(call);
    expect(recorded).toHaveLength(5);
    expect(recorded.map(({ id }) => id)).toEqual(
      expect.arrayContaining((facts.items as { id: string }[]).map(({ id }) => id)),
    );
  });

  it('counts an id that was recorded before once, and says so', async () => {
    const call = await withAcme(testCall());
    const timestamp = '2026-03-10T11:00:00Z';
    const event = { subscription: 'acme-pro', metric: 'calls', timestamp, id: 'x1' };
    await run(recordUsage, { events: [event] }, call);
    await call.advanceTo('2026-03-10T12:00:05Z');
    const { facts } = await run(recordUsage, { events: [event] }, call);
    expect(facts).toMatchObject({ recorded: 0, duplicates: 1, items: [{ status: 'duplicate' }] });
    expect(await eventsOf(call)).toHaveLength(4);
  });

  it.each([
    ['no timestamp', undefined],
    ['a moment before now', '-1h'],
  ])(
    'refuses an id with %s, which sent again would be another event or counted twice',
    async (_, timestamp) => {
      const event = { customer: 'acme', metric: 'calls', id: 'x1', timestamp };
      for (const call of [await withAcme(testCall()), await paigoCall()]) {
        const refused = plan(recordUsage, { events: [{ ...event, id: undefined }, event] }, call);
        await expect(refused).rejects.toMatchObject({
          code: 'invalid_arguments',
          options: {
            field: 'events[1].timestamp',
            next: expect.stringMatching(/2026-01-31T23:00:00Z.*leave id out/),
          },
        });
      }
    },
  );

  it('takes an id without a timestamp where the provider knows the event by its id alone', async () => {
    const call = await withAcme(testCall());
    const { limits } = call.billing;
    const usage = { ...limits.usage, repeats: 'reported' as const };
    const other = { ...call, billing: { ...call.billing, limits: { ...limits, usage } } };
    const events = [{ customer: 'acme', metric: 'calls', id: 'x1' }];
    expect((await plan(recordUsage, { events }, other)).calls).toHaveLength(1);
  });

  it('records the good ones and says what is wrong with each other', async () => {
    const call = await withAcme(testCall());
    const good = { subscription: 'acme-pro', metric: 'calls', id: 'good', timestamp: START };
    const early = { ...good, id: 'early', timestamp: '2025-01-01T00:00:00Z' };
    const taken = { ...good, id: 'e1', timestamp: '2026-03-10T10:00:00Z' };
    const answer = await run(recordUsage, { events: [good, early, taken] }, call);
    const { items } = answer.facts as { items: { id: string; status: string; error?: string }[] };
    const byId = new Map(items.map((item) => [item.id, item]));
    expect(byId.get('good')?.status).toBe('recorded');
    const rejected = items.filter(({ status }) => status === 'rejected');
    expect(rejected.length).toBeGreaterThan(0);
    expect(rejected.every(({ error }) => error !== undefined)).toBe(true);
    expect(answer.summary).toContain('REJECTED');
    expect((await eventsOf(call)).map(({ id }) => id)).toContain('good');
  });

  it('R3: fails when every event was refused', async () => {
    const call = await withAcme(testCall());
    const taken = {
      subscription: 'acme-pro',
      metric: 'calls',
      id: 'e1',
      timestamp: '2026-03-10T10:00:00Z',
    };
    await expect(run(recordUsage, { events: [taken, taken] }, call)).rejects.toMatchObject({
      options: {
        message: "events: none was recorded, and each item's error says why.",
        changed: 'no',
        facts: { items: [{ status: 'rejected' }, { status: 'rejected' }] },
      },
    });
    expect(await eventsOf(call)).toHaveLength(3);
  });

  it('D1: asks before it records events with their own prices, and says what they come to', async () => {
    const call = await withAcme(testCall());
    const event = { subscription: 'acme-pro', metric: 'calls', timestamp: START };
    const events = [
      { ...event, id: 'p1', preciseAmount: '900.001' },
      { ...event, id: 'p2', preciseAmount: '-99.5' },
      { ...event, id: 'p3' },
    ];
    const change = await plan(recordUsage, { events }, call);
    expect(change.needsConsent).toBe(true);
    expect(change.money).toEqual({ amount: '999.51', currency: 'USD' });
    expect(change.effect).toContain('priced 900.001, -99.5.');
    const without = await plan(recordUsage, { events: [event] }, call);
    expect([without.needsConsent, without.money]).toEqual([false, undefined]);
    const limited = { ...call, principal: { id: 'x', scopes: ['billing:write'] } };
    await expect(plan(recordUsage, { events }, limited)).rejects.toMatchObject({ code: 'denied' });
  });

  it.each([
    ['no id', { timestamp: START }, 'events[1].id'],
    ['no timestamp', { id: 'p2' }, 'events[1].timestamp'],
    ['a moment before now', { id: 'p2', timestamp: '-1h' }, 'events[1].timestamp'],
  ])(
    'D3: refuses an event with %s beside a price, since the consent could not be redeemed',
    async (_, other, field) => {
      const call = await withAcme(testCall());
      const event = { subscription: 'acme-pro', metric: 'calls' };
      const priced = { ...event, id: 'p1', timestamp: START, preciseAmount: '5' };
      const events = [priced, { ...event, ...other }];
      await expect(plan(recordUsage, { events }, call)).rejects.toMatchObject({
        code: 'invalid_arguments',
        options: { field, next: expect.stringContaining('an id and a timestamp') },
      });
      const whole = { events: [priced, { ...event, id: 'p2', timestamp: START }] };
      const now = await plan(recordUsage, whole, call);
      await call.advanceTo('2026-03-10T12:00:01Z');
      expect((await plan(recordUsage, whole, call)).calls).toEqual(now.calls);
    },
  );

  it('R3: fails with an unknown outcome when no event is known to be recorded, and names the ids', async () => {
    const call = await withAcme(testCall());
    const events = [{ subscription: 'acme-pro', metric: 'calls', id: 'x1', timestamp: START }];
    const change = await plan(recordUsage, { events }, call);
    const result = { id: 'x1', subscriptionKey: 'acme-pro' };
    const shown = async (statuses: readonly string[], recorded: number) =>
      change.show([
        {
          recorded,
          duplicates: 0,
          rejected: statuses.filter((status) => status === 'rejected').length,
          results: statuses.map((status) => ({ ...result, status })),
        },
      ]);
    const unknown = {
      code: 'outcome_unknown',
      details: { lookup: expect.stringMatching(/list_usage_events.*id and timestamp/) },
    };
    await expect(shown(['unknown'], 0)).rejects.toMatchObject({
      ...unknown,
      details: { ...unknown.details, items: [{ id: 'x1', timestamp: START, status: 'unknown' }] },
    });
    await expect(shown(['unknown', 'rejected'], 0)).rejects.toMatchObject(unknown);
    expect((await shown(['unknown', 'recorded'], 1)).summary).toBe(
      '1 event recorded, 1 with unknown outcome.',
    );
  });

  it('promises no single count to who repeats an event, where the provider does not', async () => {
    const call = await withAcme(testCall());
    const { limits } = call.billing;
    const usage = { ...limits.usage, deduplication: 'none' as const };
    const careless = {
      ...call,
      billing: { ...call.billing, id: 'other', limits: { ...limits, usage } },
    };
    const events = [{ subscription: 'acme-pro', metric: 'calls' }];
    expect((await run(recordUsage, { events }, careless)).next).toContain('other counts each one');
  });

  it('D8: refuses prices in several currencies, which no limit could be held against', async () => {
    const call = await withAcme(testCall());
    const { customers, plans, subscriptions } = call.engine;
    await customers.upsert({ customerKey: 'dinar', currency: 'KWD' });
    await plans.create({
      code: 'dinar',
      interval: 'monthly',
      price: { amount: '5.000', currency: 'KWD' },
      timing: 'arrears',
    });
    await subscriptions.create({
      subscriptionKey: 'dinar',
      customerKey: 'dinar',
      planCode: 'dinar',
    });
    const events = ['acme-pro', 'dinar'].map((subscription) => ({
      subscription,
      metric: 'calls',
      id: 'p1',
      timestamp: START,
      preciseAmount: '1',
    }));
    await expect(plan(recordUsage, { events }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'events', message: expect.stringContaining('USD, KWD') },
    });
  });

  it('finds the subscription whose plan charges for the metric, among several', async () => {
    const call = await withAcme(testCall());
    await call.engine.plans.create({
      code: 'support',
      interval: 'monthly',
      price: { amount: '5.00', currency: 'USD' },
      timing: 'arrears',
    });
    await call.engine.subscriptions.create({
      subscriptionKey: 'acme-support',
      customerKey: 'acme',
      planCode: 'support',
    });
    const events = [{ customer: 'acme', metric: 'calls' }];
    const { facts } = await run(recordUsage, { events }, call);
    expect(facts.items).toMatchObject([{ subscriptionKey: 'acme-pro', status: 'recorded' }]);
  });

  it.each([
    [{ metric: 'calls' }, 'events[0]', 'invalid_arguments'],
    [
      { metric: 'calls', customer: 'acme', timestamp: 'yesterday' },
      'events[0].timestamp',
      'invalid_arguments',
    ],
    [{ metric: 'nothing', customer: 'acme' }, 'metric', 'not_found'],
    [{ metric: 'calls', customer: 'nobody' }, 'customer', 'not_found'],
  ])('R5: refuses %j before anything is sent', async (event, field, code) => {
    const call = await withAcme(testCall());
    await expect(plan(recordUsage, { events: [event] }, call)).rejects.toMatchObject({
      code,
      options: { field },
    });
  });

  it('says which subscription an event of a customer without any could be for: none', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const events = [{ customer: 'beta', metric: 'calls' }];
    await expect(plan(recordUsage, { events }, call)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('refuses an event whose subscription belongs to another customer than the event names', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const event = { subscription: 'acme-pro', metric: 'calls' };
    const events = [
      { ...event, customer: 'acme' },
      { ...event, customer: 'beta' },
    ];
    await expect(plan(recordUsage, { events }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: {
        field: 'subscription',
        message: expect.stringContaining('"acme-pro" belongs to customer "acme", not to "beta"'),
      },
    });
    expect((await plan(recordUsage, { events: [events[0]] }, call)).calls).toHaveLength(1);
  });

  it('looks a name up once for many events', async () => {
    const call = await withAcme(testCall());
    const events = Array.from({ length: 100 }, () => ({ customer: 'acme', metric: 'calls' }));
    await plan(recordUsage, { events }, call);
    expect(call.called.filter((operation) => operation === 'customers.get')).toHaveLength(1);
    expect(call.called.filter((operation) => operation === 'metrics.get')).toHaveLength(1);
  });
});
