import { type Charge, manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { createEmbedded, type EmbeddedBilling } from '../create-embedded.ts';

const perUnit = (unitAmount: string): Charge => ({
  metric: 'units',
  model: 'standard',
  timing: 'arrears',
  pricing: { unitAmount },
});

/** A subscription on `small` from 1 January, with 5 units on the 10th and 7 on the 20th, sent at once. */
async function setUp(): Promise<EmbeddedBilling> {
  const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });
  await billing.metrics.create({ code: 'units', aggregation: 'sum', property: 'n' });
  const plan = { interval: 'monthly', timing: 'arrears' } as const;
  for (const [code, price, unit] of [
    ['small', '10.00', '1'],
    ['large', '20.00', '0.1'],
    ['tiny', '1.00', '3'],
  ] as const) {
    const charges = [perUnit(unit)];
    await billing.plans.create({
      ...plan,
      code,
      price: { amount: price, currency: 'USD' },
      charges,
    });
  }
  await billing.customers.upsert({ customerKey: 'c' });
  await billing.subscriptions.create({ subscriptionKey: 's', customerKey: 'c', planCode: 'small' });
  return billing;
}

const send = (billing: EmbeddedBilling, usage: Record<string, string>) =>
  billing.usage.record({
    events: Object.entries(usage).map(([day, n]) => ({
      id: day,
      subscriptionKey: 's',
      metric: 'units',
      timestamp: `${day}T12:00:00Z`,
      properties: { n },
    })),
  });

/** Amounts of usage on each invoice, oldest first. */
async function usageFees(billing: EmbeddedBilling): Promise<string[][]> {
  const fees: string[][] = [];
  for await (const invoice of billing.invoices.list({ subscriptionKey: 's' })) {
    const usage = invoice.fees.filter(({ type }) => type === 'charge');
    fees.unshift(usage.map(({ amount }) => amount.amount));
  }
  expect(billing.audit()).toEqual([]);
  return fees;
}

describe('events that were sent before their plan began', () => {
  it('are billed by the plan of an upgrade, those before it by the old one', async () => {
    const billing = await setUp();
    await send(billing, { '2026-01-10': '5', '2026-01-20': '70' });
    await billing.advanceTo('2026-01-15T00:00:00Z');
    await billing.subscriptions.changePlan({ subscriptionKey: 's', planCode: 'large' });
    const { charges } = await billing.usage.current({ subscriptionKey: 's' });
    expect(charges.map(({ units }) => units)).toEqual(['70']);
    await billing.advanceTo('2026-02-01T00:00:00Z');
    expect(await usageFees(billing)).toEqual([['5.00'], ['7.00']]);
  });

  it('are billed by the plan of a downgrade', async () => {
    const billing = await setUp();
    await send(billing, { '2026-01-10': '5', '2026-02-20': '7' });
    await billing.subscriptions.changePlan({ subscriptionKey: 's', planCode: 'tiny' });
    await billing.advanceTo('2026-03-01T00:00:00Z');
    expect(await usageFees(billing)).toEqual([['5.00'], ['21.00']]);
  });

  it('are billed when the key is used again after its end', async () => {
    const billing = await setUp();
    await send(billing, { '2026-01-10': '5', '2026-01-20': '7' });
    await billing.advanceTo('2026-01-15T00:00:00Z');
    await billing.subscriptions.terminate({ subscriptionKey: 's' });
    await billing.subscriptions.create({
      subscriptionKey: 's',
      customerKey: 'c',
      planCode: 'small',
    });
    await billing.advanceTo('2026-02-01T00:00:00Z');
    expect(await usageFees(billing)).toEqual([['5.00'], ['7.00']]);
  });
});
