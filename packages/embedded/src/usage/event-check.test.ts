import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { createEmbedded, type EmbeddedBilling } from '../create-embedded.ts';

/** A subscription of January, and a metric that adds `count` up. */
async function setUp(): Promise<EmbeddedBilling> {
  const clock = manualClock('2026-01-01T00:00:00Z');
  const billing = createEmbedded({ clock });
  await billing.metrics.create({ code: 'tokens', aggregation: 'sum', property: 'count' });
  await billing.plans.create({
    code: 'pro',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '1.00', currency: 'USD' },
    charges: [],
  });
  await billing.customers.upsert({ customerKey: 'c' });
  await billing.subscriptions.create({ subscriptionKey: 's', customerKey: 'c', planCode: 'pro' });
  clock.moveTo('2026-02-01T00:00:00Z');
  await billing.subscriptions.terminate({ subscriptionKey: 's' });
  return billing;
}

async function refusalOf(properties: Record<string, string>, timestamp: string): Promise<string> {
  const billing = await setUp();
  const event = { id: 'e', subscriptionKey: 's', metric: 'tokens', timestamp, properties };
  const { results } = await billing.usage.record({ events: [event], onRejected: 'report' });
  await billing.close();
  return results.map(({ error }) => error?.message).join();
}

describe('an event that is refused', () => {
  it.each([
    ['lacks what its metric adds up', { cuont: '1' }, /the property "count"/],
    ['has text in its place', { count: 'many' }, /"count": write a plain decimal number/],
  ])('names the property when it %s', async (_, properties, message) => {
    expect(await refusalOf(properties, '2026-01-10T00:00:00Z')).toMatch(message);
  });

  it('says from when to when its subscription takes events', async () => {
    expect(await refusalOf({ count: '1' }, '2026-02-02T00:00:00Z')).toContain(
      'send events from 2026-01-01T00:00:00.000Z to 2026-02-01T00:00:00.000Z',
    );
  });
});
