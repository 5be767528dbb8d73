import { describe, expect, it } from 'vitest';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { terminateSubscription } from './terminate-subscription.ts';

describe('terminate_subscription', () => {
  it('D1: asks, says what it brings, and ends it', async () => {
    const call = await withAcme(testCall());
    const args = { subscription: 'acme-pro', finalInvoice: 'skip' };
    const change = await plan(terminateSubscription, args, call);
    expect(change.needsConsent).toBe(true);
    expect(change.effect).toContain('Acme Corp');
    expect(change.effect).toContain('NOT invoiced');
    expect(change.targets).toEqual(['customer:acme', 'subscription:acme-pro']);
    await run(terminateSubscription, args, call);
    expect(await call.engine.subscriptions.get({ subscriptionKey: 'acme-pro' })).toMatchObject({
      status: 'terminated',
    });
    expect((await call.engine.invoices.list()).items).toEqual([]);
  });

  it('finds the only subscription of a customer, and bills what is left', async () => {
    const call = await withAcme(testCall());
    await run(terminateSubscription, { customer: 'Acme Corp' }, call);
    expect((await call.engine.invoices.list({ customerKey: 'acme' })).items).toHaveLength(1);
  });

  it('A: idempotent: a second call changes nothing and says so', async () => {
    const call = await withAcme(testCall());
    const args = { subscription: 'acme-pro' };
    await run(terminateSubscription, args, call);
    const once = await stateOf(call);
    const again = await plan(terminateSubscription, args, call);
    expect(again).toMatchObject({ needsConsent: false, calls: [] });
    await run(terminateSubscription, args, call);
    expect(await stateOf(call)).toEqual(once);
  });

  it('R5: acts on none of several subscriptions, and on none that is missing', async () => {
    const call = await withAcme(testCall());
    await call.engine.subscriptions.create({
      subscriptionKey: 'acme-2',
      customerKey: 'acme',
      planCode: 'pro',
    });
    await expect(plan(terminateSubscription, { customer: 'acme' }, call)).rejects.toMatchObject({
      code: 'ambiguous',
    });
    await expect(
      plan(terminateSubscription, { subscription: 'acme-3' }, call),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(plan(terminateSubscription, {}, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
    });
  });

  it('refuses a subscription of another customer than the one named', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    await expect(
      plan(terminateSubscription, { subscription: 'acme-pro', customer: 'beta' }, call),
    ).rejects.toMatchObject({ code: 'not_found', options: { field: 'subscription' } });
  });
});
