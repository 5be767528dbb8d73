import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { describe, expect, it } from 'vitest';
import { surface } from '../surface/surface.ts';
import { START, testServer } from './test-server.fixture.ts';

/** Text that no tokenizer makes short, of a given length. */
const text = (seed: number, length: number) => {
  let state = seed + 1;
  const letter = () => {
    state = (state * 48271) % 2147483647;
    return (state % 36).toString(36);
  };
  return Array.from({ length }, letter).join('');
};

/** A server whose customer `acme` has `count` subscriptions, each with much usage to show. */
async function serverWithUsage(count: number) {
  const engine = createEmbedded({ clock: manualClock(START) });
  const codes = Array.from({ length: 40 }, (_, index) => `m${index}-${text(index, 80)}`);
  for (const code of codes) await engine.metrics.create({ code, aggregation: 'count' });
  await engine.plans.create({
    code: 'pro',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '0.00', currency: 'USD' },
    charges: codes.map((metric) => ({
      metric,
      timing: 'arrears',
      model: 'standard',
      pricing: { unitAmount: '1' },
    })),
  });
  await engine.customers.upsert({ customerKey: 'acme', currency: 'USD' });
  for (let index = 0; index < count; index += 1) {
    const subscriptionKey = `s${index}`;
    await engine.subscriptions.create({ subscriptionKey, customerKey: 'acme', planCode: 'pro' });
    await engine.usage.record({
      events: codes.map((metric) => ({
        id: `${subscriptionKey}-${metric}`,
        subscriptionKey,
        metric,
        timestamp: START,
      })),
    });
  }
  return { ...(await testServer({ surface, engine })), codes };
}

/** 100 events that do not fit in one answer. */
const events = (metric: string) =>
  Array.from({ length: 100 }, (_, index) => ({
    id: `e${index}-${text(index, 240)}`,
    metric,
    subscription: 's0',
    timestamp: START,
  }));

const keysOf = (items: unknown, key: string) =>
  (items as Record<string, unknown>[]).map((item) => item[key]);

const FEWER = /Only the first (\d+) of these (\d+) items fit in one answer/;

describe('an answer that does not fit', () => {
  it('T: of usage of many subscriptions leads to the rest by what it says', async () => {
    const { call } = await serverWithUsage(13);
    const found: unknown[] = [];
    let args: Record<string, unknown> = { customer: 'acme' };
    for (;;) {
      const { isError, facts } = await call('get_usage', args);
      expect(isError).toBe(false);
      const fewer = FEWER.exec(String(facts.next));
      if (fewer !== null) {
        expect(facts.next).toContain(`limit: ${fewer[1]} and the same cursor as now`);
        args = { ...args, limit: Number(fewer[1]) };
        continue;
      }
      found.push(...keysOf(facts.items, 'subscriptionKey'));
      if (facts.nextCursor === undefined) break;
      args = { ...args, cursor: facts.nextCursor };
    }
    expect(args.limit).toBeLessThan(10);
    expect(found).toEqual(Array.from({ length: 13 }, (_, index) => `s${12 - index}`));
  });

  it('T: of read_operation leads to the rest by arguments that it takes', async () => {
    const { call, codes } = await serverWithUsage(1);
    await call('record_usage', { events: events(codes[0] as string) });
    const args = { operation: 'usage.listEvents', input: { limit: 100 } };
    const whole = await call('read_operation', args);
    const [, count] = FEWER.exec(String(whole.facts.next)) ?? [];
    expect(whole.facts.next).toContain(`input.limit: ${count} and the same input.cursor as now`);
    const input = { limit: Number(count) };
    const less = await call('read_operation', { ...args, input });
    expect(keysOf(less.facts.items, 'id')).toEqual(keysOf(whole.facts.items, 'id'));
    const cursor = less.facts.nextCursor;
    const rest = await call('read_operation', { ...args, input: { ...input, cursor } });
    expect(rest.isError).toBe(false);
    expect(keysOf(rest.facts.items, 'id')).not.toContain(keysOf(less.facts.items, 'id').at(-1));
  });

  it('T: of record_usage tells nobody to send the events again', async () => {
    const { call, codes } = await serverWithUsage(1);
    const { facts } = await call('record_usage', { events: events(codes[0] as string) });
    expect(facts.recorded).toBe(100);
    expect(facts.next).toMatch(FEWER);
    expect(facts.next).toContain('do not make the call again for the others');
    expect(facts.next).toContain('list_usage_events shows which of the others were recorded');
    expect(facts.next).toContain('send its id and timestamp');
    expect(facts.next).not.toMatch(/limit|cursor/);
  });

  it('T: of write_operation tells nobody to make the change again', async () => {
    const { call, codes, engine } = await serverWithUsage(1);
    const tiers = Array.from({ length: 30 }, (_, tier) => ({
      upTo: String(tier + 1),
      unitAmount: `0.${tier + 1}`,
    }));
    await engine.plans.create({
      code: 'big',
      interval: 'monthly',
      timing: 'arrears',
      price: { amount: '0.00', currency: 'USD' },
      charges: codes.map((metric) => ({
        metric,
        timing: 'arrears',
        model: 'graduated',
        pricing: { tiers: [...tiers, { upTo: null, unitAmount: '1' }] },
      })),
    });
    const args = {
      operation: 'plans.update',
      input: { code: 'big', name: 'Big' },
      response_format: 'detailed',
    };
    const { facts } = await call('write_operation', args);
    const done = await call('write_operation', { ...args, confirm_token: facts.confirm_token });
    expect(done.text).toContain('Done: plans.update.');
    const cut = (done.facts.warnings as { message: string }[]).map(({ message }) => message);
    expect(cut.join()).toContain('result.charges has the first ');
    expect(cut.join()).toContain('do not make the call again for it');
    expect(cut.join()).not.toContain('Ask for less');
  });
});
