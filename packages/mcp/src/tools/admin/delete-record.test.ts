import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run, stateOf } from '../run-tool.fixture.ts';
import { writeOperation } from '../tail/write-operation.ts';
import { plan, type TestCall, testCall, withAcme } from '../tool-call.fixture.ts';
import { deleteRecord } from './delete-record.ts';

const keyOf = {
  applied_coupon: async ({ engine }: TestCall) =>
    (await engine.coupons.listApplied()).items[0]?.id ?? '',
  wallet: async ({ engine }: TestCall) => (await engine.credits.listWallets()).items[0]?.id ?? '',
};

/** Acme, and a metric and a plan that nobody uses. */
async function withUnused(): Promise<TestCall> {
  const call = await withAcme(testCall());
  await call.engine.metrics.create({ code: 'unused', aggregation: 'count' });
  await call.engine.plans.create({
    code: 'old',
    name: 'Old',
    interval: 'monthly',
    timing: 'arrears',
    price: { amount: '1.00', currency: 'USD' },
  });
  return call;
}

describe('delete_record', () => {
  it.each([
    ['customer', 'Acme Corp', 'customers', '1 subscription ends, credits worth 15.00 USD are lost'],
    ['metric', 'unused', 'metrics', 'no plan charges for'],
    ['plan', 'Old', 'plans', 'nobody is on'],
    ['coupon', 'Spring sale', 'coupons', 'customers have 1 time'],
    ['tax', 'VAT', 'taxes', '20%'],
  ])(
    'D1: asks before it deletes a %s, and says what goes with it',
    async (kind, record, list, brings) => {
      const call = await withUnused();
      const before = (await stateOf(call)) as Record<string, { items: unknown[] }>;
      const change = await plan(deleteRecord, { kind, record }, call);
      expect(change.needsConsent).toBe(true);
      expect(change.effect).toContain(brings);
      await run(deleteRecord, { kind, record }, call);
      const after = (await stateOf(call)) as Record<string, { items: unknown[] }>;
      expect(after[list]?.items.length).toBe((before[list]?.items.length ?? 0) - 1);
    },
  );

  it('D1: asks before it takes a coupon from a customer', async () => {
    const call = await withUnused();
    const record = await keyOf.applied_coupon(call);
    const change = await plan(deleteRecord, { kind: 'applied_coupon', record }, call);
    expect(change.needsConsent).toBe(true);
    expect(change.effect).toContain('customer "acme" loses coupon "spring" of 25%');
    await run(deleteRecord, { kind: 'applied_coupon', record }, call);
    expect((await call.engine.coupons.listApplied()).items).toMatchObject([
      { status: 'terminated' },
    ]);
  });

  it('D1: asks with the balance before it ends a wallet', async () => {
    const call = await withUnused();
    const record = await keyOf.wallet(call);
    const change = await plan(deleteRecord, { kind: 'wallet', record }, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '15.00', currency: 'USD' },
    });
    await run(deleteRecord, { kind: 'wallet', record }, call);
    expect((await call.engine.credits.listWallets()).items).toMatchObject([
      { status: 'terminated', balance: { amount: '0.00' } },
    ]);
  });

  it('A: idempotent: a second call leaves equal state', async () => {
    const call = await withUnused();
    await run(deleteRecord, { kind: 'metric', record: 'unused' }, call);
    const once = await stateOf(call);
    await expect(
      run(deleteRecord, { kind: 'metric', record: 'unused' }, call),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await stateOf(call)).toEqual(once);
  });

  it('deletes no plan that somebody is on, and no metric that a plan uses', async () => {
    const call = await withUnused();
    await expect(plan(deleteRecord, { kind: 'plan', record: 'pro' }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { next: expect.stringContaining('terminate_subscription') },
    });
    await expect(
      plan(deleteRecord, { kind: 'metric', record: 'calls' }, call),
    ).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { next: expect.stringContaining('removeCharges') },
    });
  });

  it('deletes no plan that a subscription is about to move to', async () => {
    const call = await withUnused();
    const move = { subscriptionKey: 'acme-pro', planCode: 'old' };
    await call.engine.subscriptions.changePlan(move);
    await expect(plan(deleteRecord, { kind: 'plan', record: 'old' }, call)).rejects.toMatchObject({
      code: 'invalid_arguments',
      options: { message: expect.stringContaining('1 subscription is about to move to') },
    });
  });

  it('D2: says on Paigo what a customer has, and nothing of what becomes of it', async () => {
    const call = await paigoCall();
    const { customers } = call.engine;
    await customers.upsert({ customerKey: 'beta', name: 'Beta', email: 'b@beta.example' });
    const change = await plan(deleteRecord, { kind: 'customer', record: 'beta' }, call);
    expect(change.effect).toContain('who has 0 subscriptions');
    expect(change.effect).not.toMatch(/ends?\b|lost|stay/);
    expect((await run(deleteRecord, { kind: 'customer', record: 'beta' }, call)).next).toBe(
      undefined,
    );
  });

  it('R5: deletes nothing by a part of a name', async () => {
    const call = await withUnused();
    await expect(
      plan(deleteRecord, { kind: 'customer', record: 'Acme' }, call),
    ).resolves.toMatchObject({ targets: ['customer:acme'] });
    await expect(
      plan(deleteRecord, { kind: 'customer', record: 'Acm' }, call),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      plan(deleteRecord, { kind: 'applied_coupon', record: 'spring' }, call),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('R6: says what to use where the provider cannot delete it', async () => {
    const call = testCall({ without: { 'taxes.delete': 'set its rate to 0.' } });
    await expect(plan(deleteRecord, { kind: 'tax', record: 'vat' }, call)).rejects.toMatchObject({
      code: 'unsupported',
      options: { next: 'set its rate to 0.' },
    });
  });

  it('D8: counts what the ends of the subscriptions of a customer bill and give back', async () => {
    const call = await withAcme(testCall());
    const change = await plan(deleteRecord, { kind: 'customer', record: 'acme' }, call);
    // 20.00 of base price, and 1.50 of usage.
    expect(change.money).toEqual({ amount: '21.50', currency: 'USD' });
    expect(change.effect).toContain('At most 21.50 USD are billed or given back');
    const input = { customerKey: 'acme' };
    const other = await plan(writeOperation, { operation: 'customers.delete', input }, call);
    expect(other.money).toEqual(change.money);
  });
});
