import { manualClock } from '@billport/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEmbedded, type EmbeddedBilling } from '../create-embedded.ts';
import { Database } from './database.ts';
import { openMemoryDatabase } from './memory-database.fixture.ts';

/** How SQLite would find the rows of a statement, step by step (https://sqlite.org/eqp.html). */
function planOf(sql: string): string[] {
  const database = openMemoryDatabase();
  const steps = database.sql(`EXPLAIN QUERY PLAN ${sql}`).all();
  database.close();
  return steps.map(({ detail }) => String(detail));
}

/** The statements that lists of every kind run, with each filter that they have. */
async function statementsOfLists(billing: EmbeddedBilling): Promise<string[]> {
  const spy = vi.spyOn(Database.prototype, 'sql');
  const customerKey = 'c';
  const subscriptionKey = 's';
  const from = '2026-01-01T00:00:00Z';
  const to = '2026-02-01T00:00:00Z';
  await billing.customers.list();
  for (const filter of [{}, { customerKey }, { planCode: 'p' }]) {
    await billing.subscriptions.list(filter);
  }
  await billing.subscriptions.list({ status: ['active'] });
  for (const filter of [{}, { subscriptionKey }, { metric: 'm' }, { from, to }]) {
    await billing.usage.listEvents(filter);
  }
  await billing.usage.listEvents({ subscriptionKey, metric: 'm', from, to });
  for (const filter of [
    {},
    { customerKey },
    { subscriptionKey },
    { status: 'finalized' as const },
  ]) {
    await billing.invoices.list(filter);
  }
  await billing.credits.listWallets({ customerKey });
  await billing.coupons.listApplied({ customerKey });
  await billing.creditNotes.list({ customerKey });
  await billing.subscriptions.terminate({ subscriptionKey });
  await billing.advanceTo(to);
  const texts = spy.mock.calls.map(([text]) => text);
  return [...new Set(texts)].filter((text) => /^\s*(SELECT|WITH)\b/.test(text));
}

/** A billing with one subscription that had one event. */
async function setUp(): Promise<EmbeddedBilling> {
  const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });
  await billing.metrics.create({ code: 'm', aggregation: 'count' });
  await billing.plans.create({
    code: 'p',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '1.00', currency: 'USD' },
    charges: [],
  });
  await billing.customers.upsert({ customerKey: 'c' });
  await billing.subscriptions.create({ subscriptionKey: 's', customerKey: 'c', planCode: 'p' });
  const event = { id: 'e', subscriptionKey: 's', metric: 'm', timestamp: '2026-01-01T00:00:00Z' };
  await billing.usage.record({ events: [event] });
  return billing;
}

/** A step that walks all rows of a table, or of an index of it; few jobs are in that of the failed. */
const WALK =
  /^SCAN (customers|subscriptions|events|e|invoices|jobs|wallets|credit\w+|applied\w+)\b(?! USING INDEX jobs_failed)/;

afterEach(() => vi.restoreAllMocks());

describe('the statements of lists', () => {
  it('find their rows by an index and walk through no table', async () => {
    const billing = await setUp();
    const statements = await statementsOfLists(billing);
    await billing.close();
    expect(statements.length).toBeGreaterThan(20);
    const walking = statements.filter((text) => planOf(text).some((step) => WALK.test(step)));
    expect(walking).toEqual([]);
  });

  it('read events in the order of a key and do not sort them', async () => {
    const billing = await setUp();
    const statements = await statementsOfLists(billing);
    await billing.close();
    const ofEvents = statements.filter((text) => /^\s*SELECT[^(]*FROM events\b/.test(text));
    expect(ofEvents.length).toBeGreaterThan(0);
    const sorting = ofEvents.filter((text) => planOf(text).some((step) => /TEMP/.test(step)));
    expect(sorting).toEqual([]);
  });
});
