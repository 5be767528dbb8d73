import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { createEmbedded } from '../create-embedded.ts';

describe('a subscription that was ended before it moved to another plan', () => {
  it('names no plan that is still to come', async () => {
    const billing = createEmbedded({ clock: manualClock('2026-01-01T00:00:00Z') });
    for (const [code, amount] of [
      ['large', '20.00'],
      ['small', '10.00'],
    ] as const) {
      const price = { amount, currency: 'USD' };
      await billing.plans.create({
        code,
        interval: 'monthly',
        timing: 'arrears',
        price,
        charges: [],
      });
    }
    await billing.customers.upsert({ customerKey: 'c' });
    const subscriptionKey = 's';
    await billing.subscriptions.create({ subscriptionKey, customerKey: 'c', planCode: 'large' });
    await billing.subscriptions.changePlan({ subscriptionKey, planCode: 'small' });
    const waiting = await billing.subscriptions.get({ subscriptionKey });
    expect(waiting).toMatchObject({ status: 'active', nextPlanCode: 'small' });

    await billing.subscriptions.terminate({ subscriptionKey });
    const ended = await billing.subscriptions.get({ subscriptionKey });
    expect(ended).toMatchObject({ status: 'terminated', planCode: 'large' });
    expect(ended).not.toHaveProperty('nextPlanCode');
    expect(ended).not.toHaveProperty('nextPlanAt');
    await billing.close();
  });
});
