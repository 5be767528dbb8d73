import { manualClock } from '@billport/core';
import { expect, test } from 'vitest';
import { createEmbedded } from '../create-embedded.ts';

async function metered() {
  const billing = createEmbedded({ clock: manualClock('2026-03-01T00:00:00Z') });
  await billing.customers.upsert({ customerKey: 'acme' });
  await billing.metrics.create({ code: 'calls', aggregation: 'count' });
  await billing.plans.create({
    code: 'metered',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '0.00', currency: 'USD' },
    charges: [
      { metric: 'calls', model: 'standard', timing: 'arrears', pricing: { unitAmount: '2' } },
    ],
  });
  const subscriptionKey = 'acme-1';
  await billing.subscriptions.create({
    subscriptionKey,
    customerKey: 'acme',
    planCode: 'metered',
  });
  const timestamp = '2026-03-01T00:00:00Z';
  await billing.usage.record({
    events: [{ id: '1', subscriptionKey, metric: 'calls', timestamp }],
  });
  return billing;
}

/** The id of the first fee of a month's invoice, after so many looks at the current usage. */
async function firstFeeAfter(looks: number) {
  const billing = await metered();
  for (let look = 0; look < looks; look += 1) {
    const usage = await billing.usage.current({ subscriptionKey: 'acme-1' });
    expect(usage.amount.amount).toBe('2.00');
  }
  await billing.advanceTo('2026-04-01T00:00:00Z');
  const { items } = await billing.invoices.list();
  return items[0]?.fees[0]?.id;
}

test('looking at the current usage takes no numbers of fees', async () => {
  expect(await firstFeeAfter(5)).toBe(await firstFeeAfter(0));
});

test('a key that is used again keeps what its recurring metric had before', async () => {
  const billing = await metered();
  const charge = { model: 'standard', timing: 'arrears', pricing: { unitAmount: '2' } } as const;
  await billing.metrics.create({
    code: 'seats',
    aggregation: 'sum',
    property: 'seats',
    recurring: true,
  });
  await billing.plans.update({ code: 'metered', charges: [{ ...charge, metric: 'seats' }] });
  const subscriptionKey = 'acme-1';
  const event = { id: 'seats', subscriptionKey, metric: 'seats', properties: { seats: '5' } };
  await billing.usage.record({ events: [{ ...event, timestamp: '2026-03-01T00:00:00Z' }] });
  await billing.advanceTo('2026-03-10T00:00:00Z');
  await billing.subscriptions.terminate({ subscriptionKey });
  await billing.advanceTo('2026-03-12T00:00:00Z');
  await billing.subscriptions.create({
    subscriptionKey,
    customerKey: 'acme',
    planCode: 'metered',
  });
  const { charges } = await billing.usage.current({ subscriptionKey });
  expect(charges.map(({ metric, units }) => [metric, units])).toEqual([['seats', '5']]);
  expect(billing.audit()).toEqual([]);
});

test('what a recurring metric held before the subscription stands for the whole first window', async () => {
  const billing = await metered();
  await billing.metrics.create({
    code: 'stored',
    aggregation: 'weighted_sum',
    property: 'gb',
    recurring: true,
  });
  const pricing = { unitAmount: '1' };
  const stored = { metric: 'stored', model: 'standard', timing: 'arrears', pricing } as const;
  await billing.plans.update({ code: 'metered', charges: [stored] });
  const event = { id: 'early', subscriptionKey: 'acme-1', metric: 'stored' };
  await billing.usage.record({
    events: [{ ...event, timestamp: '2026-01-01T00:00:00Z', properties: { gb: '8' } }],
  });
  const { charges } = await billing.usage.current({ subscriptionKey: 'acme-1' });
  expect(charges.find(({ metric }) => metric === 'stored')?.units).toBe('8');
  expect(billing.audit()).toEqual([]);
});

test('usage is billed once when a key is used again', async () => {
  const billing = await metered();
  const subscriptionKey = 'acme-1';
  await billing.advanceTo('2026-03-10T00:00:00Z');
  await billing.subscriptions.terminate({ subscriptionKey });
  const again = { subscriptionKey, customerKey: 'acme', planCode: 'metered' };
  await expect(
    billing.subscriptions.create({ ...again, startAt: '2026-03-01T00:00:00Z' }),
  ).rejects.toMatchObject({ code: 'invalid_input', issues: [{ path: ['startAt'] }] });
  await billing.subscriptions.create(again);
  expect((await billing.usage.current({ subscriptionKey })).charges).toEqual([]);
});
