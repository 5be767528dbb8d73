import { type CreatePlanInput, manualClock } from '@billport/core';
import { expect, test } from 'vitest';
import { createEmbedded } from '../create-embedded.ts';

const subscriptionKey = 'acme-1';

function planOf(code: string, interval: 'weekly' | 'quarterly'): CreatePlanInput {
  return {
    code,
    interval,
    timing: 'arrears',
    price: { amount: '7.00', currency: 'USD' },
    charges: [
      {
        metric: 'calls',
        model: 'standard',
        timing: 'advance',
        invoiceable: false,
        pricing: { unitAmount: '0.5' },
      },
    ],
  };
}

/** A subscription to the weekly plan whose fees in advance wait for the end of the period. */
async function openWeekly(now: string) {
  const clock = manualClock(now);
  const billing = createEmbedded({ clock });
  await billing.customers.upsert({ customerKey: 'acme' });
  await billing.metrics.create({ code: 'calls', aggregation: 'count' });
  await billing.plans.create(planOf('weekly', 'weekly'));
  await billing.plans.create(planOf('same price', 'weekly'));
  await billing.plans.create(planOf('cheaper', 'quarterly'));
  await billing.subscriptions.create({ subscriptionKey, customerKey: 'acme', planCode: 'weekly' });
  const send = (timestamp: string) =>
    billing.usage.record({ events: [{ id: 'call', subscriptionKey, metric: 'calls', timestamp }] });
  const billed = async () => {
    const invoices = await Array.fromAsync(billing.invoices.list());
    return invoices.flatMap(({ fees }) => fees).filter(({ eventId }) => eventId === 'call').length;
  };
  return { billing, send, billed };
}

test('a fee that waits is billed when its plan is left at the instant it began', async () => {
  const now = '2026-01-20T10:30:00Z';
  const { billing, send, billed } = await openWeekly(now);
  await send(now);
  await billing.subscriptions.changePlan({ subscriptionKey, planCode: 'same price' });
  expect(await billed()).toBe(1);
});

test('a fee that waits is billed with the next period when its event came late', async () => {
  const { billing, send, billed } = await openWeekly('2026-01-20T10:30:00Z');
  await billing.advanceTo('2026-01-27T00:00:00Z');
  await send('2026-01-21T00:00:00Z');
  expect(await billed()).toBe(0);
  await billing.advanceTo('2026-02-02T00:00:00Z');
  expect(await billed()).toBe(1);
});

test('a fee of a plan that was left is billed at once', async () => {
  const { billing, send, billed } = await openWeekly('2026-01-20T10:30:00Z');
  await billing.subscriptions.changePlan({ subscriptionKey, planCode: 'cheaper' });
  await billing.advanceTo('2026-01-26T10:30:00Z');
  await send('2026-01-25T23:59:00Z');
  expect(await billed()).toBe(1);
});
