import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paigoCall } from '../paigo-call.fixture.ts';
import { run } from '../run-tool.fixture.ts';
import { plan, testCall, withAcme } from '../tool-call.fixture.ts';
import { addCredits } from './add-credits.ts';

const walletsOf = async (call: Awaited<ReturnType<typeof withAcme>>, customerKey: string) =>
  (await call.engine.credits.listWallets({ customerKey })).items;

describe('add_credits', () => {
  it('creates a $50 credit wallet for Beta User 789', async () => {
    const call = testCall();
    await call.engine.customers.upsert({ customerKey: 'beta-789', name: 'Beta User 789' });
    const args = { customer: 'Beta User 789', kind: 'granted', amount: '50', currency: 'USD' };
    const change = await plan(addCredits, args, call);
    expect(change).toMatchObject({
      needsConsent: true,
      money: { amount: '50.00', currency: 'USD' },
      targets: ['customer:beta-789'],
    });
    expect(change.effect).toContain('Grant 50 credits worth 50.00 USD, free, to');
    expect(change.effect).toContain('a new USD wallet');
    const answer = await run(addCredits, args, call);
    expect(answer.facts.transaction).toMatchObject({ credits: '50', status: 'settled' });
    expect(await walletsOf(call, 'beta-789')).toMatchObject([
      { balance: { amount: '50.00', currency: 'USD' } },
    ]);
  });

  it('D1: sells credits into the wallet that is there, and says that an invoice asks', async () => {
    const call = await withAcme(testCall());
    const args = { customer: 'acme', kind: 'purchased', credits: '30' };
    const change = await plan(addCredits, args, call);
    expect(change.needsConsent).toBe(true);
    expect(change.effect).toContain('Sell 30 credits for 30.00 USD');
    expect(change.effect).toContain('holds 15.00 USD');
    expect(change.effect).toContain('invoice');
    const { next } = await run(addCredits, args, call);
    expect(next).toContain('paid');
    const wallets = await walletsOf(call, 'acme');
    expect(wallets).toHaveLength(1);
    expect(wallets).toMatchObject([{ balance: { amount: '15.00' } }]);
    expect((await call.engine.invoices.list({ type: 'credit' })).items).toHaveLength(1);
  });

  it('D7: refuses zero and negative amounts before it reads anything', async () => {
    const call = await withAcme(testCall());
    const wrong = fc.oneof(
      fc.constantFrom('0', '0.00', '-0', '-1', '-50.00', '-0.01', '1e3', '+5', ' 5', ''),
      fc.integer({ max: 0 }).map(String),
    );
    await fc.assert(
      fc.asyncProperty(wrong, fc.constantFrom('amount', 'credits'), async (text, field) => {
        const args = { customer: 'acme', kind: 'granted', [field]: text };
        await expect(plan(addCredits, args, call)).rejects.toThrow();
      }),
      { numRuns: 60 },
    );
    expect(call.called).toEqual([]);
    expect(await walletsOf(call, 'acme')).toMatchObject([{ balance: { amount: '15.00' } }]);
  });

  it('D3: rests the consent on the balance', async () => {
    const call = await withAcme(testCall());
    const args = { customer: 'acme', kind: 'granted', amount: '5.00' };
    const before = await plan(addCredits, args, call);
    await run(addCredits, args, call);
    const after = await plan(addCredits, args, call);
    expect(after.basis).not.toEqual(before.basis);
  });

  it('R2: refuses more digits than the currency has, and takes those that it has', async () => {
    const call = testCall();
    for (const [currency, right, wrong] of [
      ['JPY', '500', '500.5'],
      ['KWD', '1.005', '1.0005'],
    ] as const) {
      const customer = currency.toLowerCase();
      await call.engine.customers.upsert({ customerKey: customer, currency });
      await expect(
        plan(addCredits, { customer, kind: 'granted', amount: wrong }, call),
      ).rejects.toMatchObject({ options: { field: 'amount' } });
      const change = await plan(addCredits, { customer, kind: 'granted', amount: right }, call);
      expect(change.money).toEqual({ amount: right, currency });
    }
  });

  it('turns money into credits exactly, or refuses', async () => {
    const call = testCall();
    await call.engine.customers.upsert({ customerKey: 'beta', currency: 'USD' });
    await call.engine.credits.createWallet({
      customerKey: 'beta',
      currency: 'USD',
      creditValue: '0.3',
    });
    const exact = await plan(
      addCredits,
      { customer: 'beta', kind: 'granted', amount: '6.00' },
      call,
    );
    expect(exact.calls).toMatchObject([{ input: { credits: '20' } }]);
    await expect(
      plan(addCredits, { customer: 'beta', kind: 'granted', amount: '10.00' }, call),
    ).rejects.toMatchObject({ options: { field: 'amount', next: expect.stringContaining('33') } });
  });

  it.each([
    [{}, 'amount'],
    [{ amount: '1.00', credits: '1' }, 'amount'],
    [{ amount: '1.00', currency: 'EUR' }, 'currency'],
    [{ amount: '1.00', wallet: 'none' }, 'wallet'],
  ])('refuses %j, naming the field', async (args, field) => {
    const call = await withAcme(testCall());
    await expect(
      plan(addCredits, { customer: 'acme', kind: 'granted', ...args }, call),
    ).rejects.toMatchObject({ options: { field } });
  });

  it('R5: asks which of several wallets is meant', async () => {
    const call = await withAcme(testCall());
    await call.engine.credits.createWallet({ customerKey: 'acme', currency: 'USD', code: 'promo' });
    const args = { customer: 'acme', kind: 'granted', amount: '1.00' };
    await expect(plan(addCredits, args, call)).rejects.toMatchObject({ code: 'ambiguous' });
    const change = await plan(addCredits, { ...args, wallet: 'promo' }, call);
    expect(change.effect).toContain('"promo"');
  });

  it('asks for the currency of a customer who has none', async () => {
    const call = testCall();
    await call.engine.customers.upsert({ customerKey: 'beta' });
    await expect(
      plan(addCredits, { customer: 'beta', kind: 'granted', amount: '1.00' }, call),
    ).rejects.toMatchObject({ options: { field: 'currency' } });
  });

  it('adds to the wallet that Paigo gives every customer, and makes none', async () => {
    const call = await paigoCall();
    await call.engine.customers.upsert({
      customerKey: 'beta-789',
      name: 'Beta User 789',
      email: 'beta@example.com',
    });
    const args = { customer: 'Beta User 789', kind: 'granted', amount: '50.00' };
    const change = await plan(addCredits, args, call);
    expect(change.calls.map(({ operation }) => operation)).toEqual(['credits.add']);
    expect(change.money).toEqual({ amount: '50.00', currency: 'USD' });
    await run(addCredits, args, call);
    expect(await walletsOf(call, 'beta-789')).toMatchObject([
      { balance: { amount: '50.00', currency: 'USD' } },
    ]);
    await expect(plan(addCredits, { ...args, currency: 'EUR' }, call)).rejects.toMatchObject({
      options: { field: 'currency' },
    });
  });
});
