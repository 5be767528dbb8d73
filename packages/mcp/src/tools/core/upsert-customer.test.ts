import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run, stateOf } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { upsertCustomer } from './upsert-customer.ts';

describe('upsert_customer', () => {
  it('creates a customer without asking', async () => {
    const call = testCall();
    const args = { customerKey: 'beta', name: 'Beta', email: 'b@beta.example', currency: 'EUR' };
    const change = await plan(upsertCustomer, args, call);
    expect(change.needsConsent).toBe(false);
    expect(change.effect).toMatch(/^Create customer .*Beta.*"beta".*\(name, email, currency\)\.$/);
    const { facts } = await run(upsertCustomer, args, call);
    expect(facts.customer).toMatchObject({ customerKey: 'beta', email: 'b@beta.example' });
    expect(await call.engine.customers.get({ customerKey: 'beta' })).toMatchObject(args);
  });

  it('changes only what is given of one that is there', async () => {
    const call = await withAcme(testCall());
    const args = { customerKey: 'acme', timezone: 'Europe/Paris' };
    const answer = await run(upsertCustomer, args, call);
    expect(answer.summary).toMatch(/^Updated customer /);
    expect(await call.engine.customers.get({ customerKey: 'acme' })).toMatchObject({
      name: 'Acme Corp',
      timezone: 'Europe/Paris',
    });
  });

  it('D2: says which fields of one that is there are replaced as a whole, as they are', async () => {
    const call = await withAcme(testCall());
    const address = { line1: '1 Main Street', city: 'Paris', country: 'FR' };
    await call.engine.customers.upsert({ customerKey: 'acme', address, metadata: { a: '1' } });
    const args = { customerKey: 'acme', address: { city: 'Lyon' }, metadata: { b: '2' } };
    expect((await plan(upsertCustomer, args, call)).effect).toContain(
      '(the whole address replaced, the whole metadata replaced)',
    );
    await run(upsertCustomer, args, call);
    const after = await call.engine.customers.get({ customerKey: 'acme' });
    expect([after.address, after.metadata]).toEqual([{ city: 'Lyon' }, { b: '2' }]);
  });

  it('D2: says that a customer on the plan is going to leave it', async () => {
    const call = await withAcme(testCall());
    await call.engine.plans.create({
      code: 'mini',
      interval: 'monthly',
      price: { amount: '5.00', currency: 'USD' },
      timing: 'arrears',
    });
    const { engine } = call;
    await engine.subscriptions.changePlan({ subscriptionKey: 'acme-pro', planCode: 'mini' });
    const change = await plan(upsertCustomer, { customerKey: 'acme', planCode: 'pro' }, call);
    expect(change.effect).toContain(
      'already, as "acme-pro", until it moves to plan "mini" at 2026-04-01T00:00:00.000Z.',
    );
  });

  it('D1: asks before it subscribes, and onboards in one call', async () => {
    const call = await withAcme(testCall());
    const args = { customerKey: 'beta', name: 'Beta', planCode: 'Pro' };
    const change = await plan(upsertCustomer, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '20.00', currency: 'USD' },
      targets: ['customer:beta', 'plan:pro', 'subscription:beta-pro'],
    });
    expect(change.effect).toContain('20.00 USD monthly');
    const { facts } = await run(upsertCustomer, args, call);
    expect(facts.subscription).toMatchObject({ subscriptionKey: 'beta-pro', status: 'active' });
    expect(await call.engine.subscriptions.get({ subscriptionKey: 'beta-pro' })).toMatchObject({
      customerKey: 'beta',
      planCode: 'pro',
    });
  });

  it('A: idempotent, with a plan too: a second call leaves the same state', async () => {
    const call = await withAcme(testCall());
    const args = { customerKey: 'beta', name: 'Beta', planCode: 'pro' };
    await run(upsertCustomer, args, call);
    const once = await stateOf(call);
    const change = await plan(upsertCustomer, args, call);
    expect(change.needsConsent).toBe(false);
    await run(upsertCustomer, args, call);
    expect(await stateOf(call)).toEqual(once);
  });

  it('R3: names the argument that holds a plan there is not', async () => {
    const args = { customerKey: 'acme', planCode: 'gold' };
    await expect(plan(upsertCustomer, args, await withAcme(testCall()))).rejects.toMatchObject({
      code: 'not_found',
      options: { field: 'planCode', message: expect.stringMatching(/^planCode: /) },
    });
  });

  it('R5: asks which is meant where the customer has another subscription', async () => {
    const call = await withAcme(testCall());
    await call.engine.plans.create({
      code: 'max',
      interval: 'monthly',
      price: { amount: '90.00', currency: 'USD' },
      timing: 'advance',
    });
    const planned = plan(upsertCustomer, { customerKey: 'acme', planCode: 'max' }, call);
    await expect(planned).rejects.toMatchObject({
      code: 'ambiguous',
      options: { facts: { candidates: [{ subscriptionKey: 'acme-pro' }] } },
    });
  });

  it('S4: subscribes nobody for a token without the scope for money', async () => {
    const call = await withAcme(testCall());
    const limited = { ...call, principal: { id: 'x', scopes: ['billing:write'] } };
    await expect(
      plan(upsertCustomer, { customerKey: 'beta', planCode: 'pro' }, limited),
    ).rejects.toMatchObject({ code: 'denied' });
    const change = await plan(upsertCustomer, { customerKey: 'beta' }, limited);
    expect(change.calls).toHaveLength(1);
  });

  it('on Paigo names the field that a new customer needs, and creates one with it', async () => {
    const call = await paigoCall();
    await expect(
      plan(upsertCustomer, { customerKey: 'beta', name: 'Beta' }, call),
    ).rejects.toMatchObject({ code: 'invalid_arguments', options: { field: 'email' } });
    const args = { customerKey: 'beta', name: 'Beta', email: 'b@beta.example' };
    const answer = await run(upsertCustomer, args, call);
    expect(answer.facts.customer).toMatchObject(args);
    expect(await call.engine.customers.get({ customerKey: 'beta' })).toMatchObject(args);
  });
});
