import { describe, expect, it } from 'vitest';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { getSubscription } from './get-subscription.ts';

describe('get_subscription', () => {
  it('brings one with its period', async () => {
    const call = await withAcme(testCall());
    const { facts } = await read(getSubscription, { subscription: 'acme-pro' }, call);
    expect(facts.subscription).toMatchObject({
      subscriptionKey: 'acme-pro',
      status: 'active',
      currentPeriod: { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' },
    });
  });

  it('lists those of a customer, a plan and a status', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    await call.engine.subscriptions.create({
      subscriptionKey: 'beta-pro',
      customerKey: 'beta',
      planCode: 'pro',
    });
    await call.engine.subscriptions.terminate({ subscriptionKey: 'acme-pro' });
    const keys = async (args: object) =>
      ((await read(getSubscription, args, call)).facts.items as { subscriptionKey: string }[]).map(
        ({ subscriptionKey }) => subscriptionKey,
      );
    expect(await keys({ customer: 'Acme Corp' })).toEqual(['acme-pro']);
    expect(await keys({ plan: 'Pro' })).toEqual(['beta-pro', 'acme-pro']);
    expect(await keys({ status: ['active'] })).toEqual(['beta-pro']);
  });

  it('R5: says how to search for one that there is not', async () => {
    const call = await withAcme(testCall());
    const refusal = await refusalOf(read(getSubscription, { subscription: 'nothing' }, call));
    expect(refusal.code).toBe('not_found');
    expect(refusal.options.next).toContain('search_billing');
  });

  it.each(['plan', 'status', 'cursor'])(
    'R4: refuses %s beside the subscription that is asked for',
    async (field) => {
      const value = field === 'status' ? ['terminated'] : 'pro';
      const args = { subscription: 'acme-pro', [field]: value };
      const refusal = await refusalOf(read(getSubscription, args, await withAcme(testCall())));
      expect([refusal.code, refusal.options.field]).toEqual(['invalid_arguments', field]);
    },
  );

  it('R4: does not bring the subscription of another customer than is named', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    const args = { subscription: 'acme-pro', customer: 'beta' };
    const refusal = await refusalOf(read(getSubscription, args, call));
    expect([refusal.code, refusal.options.field]).toEqual(['invalid_arguments', 'subscription']);
  });
});
