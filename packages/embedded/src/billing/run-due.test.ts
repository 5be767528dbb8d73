import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal, manualClock } from '@billport/core';
import type { CustomAggregator } from '@billport/rating';
import { describe, expect, it } from 'vitest';
import { createEmbedded } from '../create-embedded.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/** Two customers with a subscription each; one pays by a custom aggregation that can break. */
async function setUp(
  state: { broken: boolean },
  file = ':memory:',
  timing: 'arrears' | 'advance' = 'arrears',
) {
  const weigh: CustomAggregator = (total) => {
    if (state.broken) throw new Error('the scales are broken.');
    return { units: total.units.plus(Decimal.ONE), amount: total.amount.plus(Decimal.ONE) };
  };
  const clock = manualClock('2026-01-01T00:00:00Z');
  const open = (customAggregations = {}) => createEmbedded({ file, clock, customAggregations });
  const billing = open({ weight: weigh });
  await billing.metrics.create({ code: 'weight', aggregation: 'custom' });
  const custom = { model: 'custom', metric: 'weight', pricing: {} } as const;
  const terms = { interval: 'monthly', timing: 'arrears', price: usd('5.00') } as const;
  await billing.plans.create({ code: 'plain', ...terms });
  await billing.plans.create({
    code: 'weighed',
    ...terms,
    charges: [{ ...custom, timing }],
  });
  for (const [key, planCode] of [
    ['a', 'weighed'],
    ['b', 'plain'],
  ] as const) {
    await billing.customers.upsert({ customerKey: key });
    await billing.subscriptions.create({ subscriptionKey: key, customerKey: key, planCode });
  }
  await billing.usage.record({
    events: [
      { id: '1', subscriptionKey: 'a', metric: 'weight', timestamp: '2026-01-02T00:00:00Z' },
      // A later and an earlier event: the usage is computed from the events when it is billed.
      { id: '2', subscriptionKey: 'a', metric: 'weight', timestamp: '2026-01-01T12:00:00Z' },
    ],
  });
  return { billing, open, weigh };
}

describe('what is due', () => {
  it('becomes a failed invoice when it cannot be computed, and can be tried again', async () => {
    const state = { broken: false };
    const { billing } = await setUp(state);
    state.broken = true;
    await billing.advanceTo('2026-02-01T00:00:00Z');
    const [failed] = (await billing.invoices.list({ status: 'failed' })).items;
    expect(failed).toMatchObject({
      customerKey: 'a',
      failure: 'The function of a custom aggregation failed: the scales are broken.',
    });
    expect((await billing.invoices.list({ customerKey: 'b' })).items).toHaveLength(1);

    state.broken = false;
    const retried = await billing.invoices.retry({ invoiceId: failed?.id ?? '' });
    expect(retried).toMatchObject({ status: 'finalized', totals: { total: usd('7.00') } });
  });

  it('waits where it cannot be done, and holds nobody else up', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'billport-'));
    const { billing, open, weigh } = await setUp(
      { broken: false },
      join(folder, 'billing.db'),
      'advance',
    );
    await billing.close();

    const without = open();
    await expect(without.advanceTo('2026-02-01T00:00:00Z')).rejects.toMatchObject({
      code: 'conflict',
      details: { resource: 'job', state: 'failed' },
    });
    expect((await without.invoices.list({ customerKey: 'b' })).items).toHaveLength(1);
    expect((await without.invoices.list({ type: 'subscription' })).items).toHaveLength(1);
    expect(without.audit()[0]).toMatch(/^job bill of .* could not be done: .*customAggregations/);
    await expect(without.subscriptions.terminate({ subscriptionKey: 'a' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await without.customers.upsert({ customerKey: 'c' });
    await without.close();

    const mended = open({ weight: weigh });
    await mended.advanceTo('2026-02-01T00:00:00Z');
    const [invoice] = (await mended.invoices.list({ customerKey: 'a' })).items;
    expect(invoice).toMatchObject({ type: 'subscription', totals: { total: usd('5.00') } });
    expect(mended.audit()).toEqual([]);
    await mended.close();
    await rm(folder, { recursive: true });
  });
});
