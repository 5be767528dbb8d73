import { Decimal } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run, stateOf } from '../run-tool.fixture.ts';
import { writeOperation } from '../tail/write-operation.ts';
import { plan, START, type TestCall, testCall, withAcme } from '../tool-call.fixture.ts';
import { terminateSubscription } from './terminate-subscription.ts';

async function onPaigo(): Promise<TestCall> {
  const call = await paigoCall();
  const { customers, plans, subscriptions } = call.engine;
  await customers.upsert({ customerKey: 'beta', name: 'Beta', email: 'b@beta.example' });
  await plans.create({
    code: 'small',
    interval: 'monthly',
    timing: 'advance',
    price: { amount: '10.00', currency: 'USD' },
  });
  await subscriptions.create({
    subscriptionKey: 'beta-1',
    customerKey: 'beta',
    planCode: 'small',
  });
  return call;
}

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

  async function inAdvance(): Promise<TestCall> {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'beta' });
    await call.engine.plans.create({
      code: 'year',
      interval: 'yearly',
      timing: 'advance',
      price: { amount: '600.00', currency: 'USD' },
      charges: [
        { metric: 'calls', timing: 'arrears', model: 'standard', pricing: { unitAmount: '1.5' } },
      ],
    });
    const subscription = { subscriptionKey: 'beta-year', customerKey: 'beta', planCode: 'year' };
    await call.engine.subscriptions.create(subscription);
    const event = { subscriptionKey: 'beta-year', metric: 'calls', timestamp: START };
    const events = Array.from({ length: 90 }, (_, index) => ({ ...event, id: `b${index}` }));
    await call.engine.usage.record({ events });
    return call;
  }

  it.each([
    // 135.00 of usage counts as 140: more may come until somebody agrees.
    [{}, '740.00'],
    [{ finalInvoice: 'skip' }, '600.00'],
    [{ unusedCredit: 'skip' }, '140.00'],
    [{ finalInvoice: 'skip', unusedCredit: 'skip' }, undefined],
  ])('D8: holds %j to what may be billed and given back', async (ending, amount) => {
    const call = await inAdvance();
    const args = { subscription: 'beta-year', ...ending };
    const change = await plan(terminateSubscription, args, call);
    expect(change.money?.amount).toBe(amount);
    const said = `At most ${amount} USD are billed or given back`;
    expect(change.effect.includes(said)).toBe(amount !== undefined);
    const input = { ...ending, subscriptionKey: 'beta-year' };
    const byOperation = { operation: 'subscriptions.terminate', input };
    const other = await plan(writeOperation, byOperation, call);
    expect(other.money).toEqual(change.money);
    expect(other.effect.includes(said)).toBe(amount !== undefined);
    const { next } = await run(terminateSubscription, args, call);
    expect(next).toMatch(/list_invoices with customer "beta".*creditNotes\.list/);
  });

  it('D8: counts tax, and a base price that is still to be billed', async () => {
    const call = await withAcme(testCall());
    await call.engine.customers.upsert({ customerKey: 'acme', taxCodes: ['vat'] });
    const change = await plan(terminateSubscription, { subscription: 'acme-pro' }, call);
    // 20.00 of base price, 1.50 of usage, and 20 % of tax.
    expect(change.money).toEqual({ amount: '25.80', currency: 'USD' });
  });

  it('D8: counts what a charge costs at least', async () => {
    const call = await withAcme(testCall());
    const { charges } = await call.engine.plans.get({ code: 'pro' });
    const minimum = { amount: '1000.00', currency: 'USD' };
    const raised = charges.map((charge) => ({ ...charge, minimum }) as never);
    await call.engine.plans.update({ code: 'pro', charges: raised });
    const change = await plan(terminateSubscription, { subscription: 'acme-pro' }, call);
    const amount = Decimal.parse(change.money?.amount ?? '0');
    expect(amount.compare(Decimal.parse(`${1000 * charges.length}`))).toBe(1);
  });

  it('D3: keeps to its bound while a little more is used', async () => {
    const call = await inAdvance();
    const before = await plan(terminateSubscription, { subscription: 'beta-year' }, call);
    const event = { subscriptionKey: 'beta-year', metric: 'calls', timestamp: START, id: 'more' };
    await call.engine.usage.record({ events: [event] });
    const after = await plan(terminateSubscription, { subscription: 'beta-year' }, call);
    expect(after.effect).toBe(before.effect);
  });

  it('D8: moves nothing where it never began, and says so where it cannot be known', async () => {
    const call = await withAcme(testCall());
    const later = { subscriptionKey: 'later', customerKey: 'acme', planCode: 'pro' };
    await call.engine.subscriptions.create({ ...later, startAt: '2026-05-01T00:00:00Z' });
    const pending = await plan(terminateSubscription, { subscription: 'later' }, call);
    expect(pending.money).toBeUndefined();
    const blind = testCall({ without: { 'usage.current': 'nothing' } }, call);
    const unknown = await plan(terminateSubscription, { subscription: 'acme-pro' }, blind);
    expect(unknown.money).toBeUndefined();
    expect(unknown.effect).toContain('How much that is cannot be known before.');
  });

  it('finds the only subscription of a customer, and bills what is left', async () => {
    const call = await withAcme(testCall());
    await run(terminateSubscription, { customer: 'Acme Corp' }, call);
    expect((await call.engine.invoices.list({ customerKey: 'acme' })).items).toHaveLength(1);
  });

  it('D2: says on Paigo what Paigo says, and nothing of an invoice or a credit', async () => {
    const call = await onPaigo();
    const { effect } = await plan(terminateSubscription, { subscription: 'beta-1' }, call);
    expect(effect).not.toMatch(/is (?:NOT )?invoiced|is credited/);
    expect(effect).toContain('on plan "small", now. Paigo enrols and unenrols at once');
    expect(effect).toMatch(/It cannot be taken back\.$/);
  });

  it.each([
    ['finalInvoice', 'skip'],
    ['unusedCredit', 'refund'],
  ])(
    'R6: refuses %s before anything ends, where the provider would not keep it',
    async (field, value) => {
      const call = await onPaigo();
      const args = { subscription: 'beta-1', [field]: value };
      await expect(plan(terminateSubscription, args, call)).rejects.toMatchObject({
        code: 'unsupported',
        options: { field, next: expect.stringContaining(`Leave ${field} out`) },
      });
    },
  );

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
    ).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { field: 'subscription', message: expect.stringContaining('belongs to customer') },
    });
  });
});
