import { describe, expect, it } from 'vitest';
import { spoken } from '../../answers/words.ts';
import { refusalOf } from '../refusal.fixture.ts';
import { read, testCall, withAcme } from '../tool-call.fixture.ts';
import { getCredits } from './get-credits.ts';

describe('get_credits', () => {
  it('R2: sums what is left in active wallets, exactly', async () => {
    const call = testCall();
    const { credits, customers } = call.engine;
    await customers.upsert({ customerKey: 'dinar', name: 'Dinar Ltd', currency: 'KWD' });
    for (const amount of ['0.1', '0.205', '7']) {
      const wallet = await credits.createWallet({ customerKey: 'dinar', currency: 'KWD' });
      await credits.add({ walletId: wallet.id, kind: 'granted', credits: amount });
      if (amount === '7') await credits.terminateWallet({ walletId: wallet.id });
    }
    const answer = await read(getCredits, { customer: 'Dinar Ltd' }, call);
    expect(answer.facts.items).toHaveLength(3);
    expect(spoken(answer.summary, 'full')).toBe(
      '3 wallets of "Dinar Ltd" ("dinar"), 0.305 KWD left.',
    );
  });

  it('R2: says no sum of a page that is not all of them', async () => {
    const call = await withAcme(testCall());
    const extra = await call.engine.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
    await call.engine.credits.add({ walletId: extra.id, kind: 'granted', credits: '10' });
    const first = await read(getCredits, { customer: 'acme', limit: 1 }, call);
    expect(first.summary).not.toContain('left');
    const cursor = first.facts.nextCursor as string;
    const last = await read(getCredits, { customer: 'acme', limit: 1, cursor }, call);
    expect(last.facts.items).toHaveLength(1);
    expect(last.summary).not.toContain('left');
    expect((await read(getCredits, { customer: 'acme' }, call)).summary).toContain(
      '25.00 USD left',
    );
  });

  it('shows one wallet with its movements', async () => {
    const call = await withAcme(testCall());
    const [wallet] = (await call.engine.credits.listWallets({ customerKey: 'acme' })).items;
    await call.engine.credits.void({ walletId: wallet?.id ?? '', credits: '5' });
    const { facts } = await read(getCredits, { wallet: wallet?.id }, call);
    expect(facts.wallet).toMatchObject({ balance: '10.00 USD' });
    expect(facts.items).toMatchObject([
      { direction: 'out', kind: 'voided', credits: '5' },
      { direction: 'in', kind: 'granted', credits: '15' },
    ]);
  });

  it('R4: never leaves a filter out', async () => {
    const call = await withAcme(testCall());
    const [wallet] = (await call.engine.credits.listWallets({ customerKey: 'acme' })).items;
    const filter = { transactionStatus: 'pending' };
    const { facts } = await read(getCredits, { wallet: wallet?.id, ...filter }, call);
    expect(facts.items).toEqual([]);
    const refusal = await refusalOf(read(getCredits, { customer: 'acme', ...filter }, call));
    expect(refusal.options.field).toBe('wallet');
  });

  it('asks whose credits are meant', async () => {
    expect((await refusalOf(read(getCredits, {}, testCall()))).options.field).toBe('customer');
  });
});
