import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaigoAccount } from '../paigo-account.fixture.ts';
import { giveToken, paigoProvider } from '../paigo-host.fixture.ts';
import { walletIdOf } from './wallet-id.ts';

const walletId = 'wallet:acme';

let account: PaigoAccount;

/** The port of a provider that knows nothing of the account yet. */
const fresh = () => {
  giveToken();
  return paigoProvider().credits;
};

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );

beforeEach(() => {
  nock.disableNetConnect();
  account = new PaigoAccount().customer('acme', { currency: 'USD' }).serve();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const unreadable: readonly [string, () => unknown][] = [
  ['a balance in other notation', () => account.customer('acme', { creditBalance: '7,25' })],
  ['a currency that is none', () => account.customer('acme', { currency: 'COINS' })],
  [
    'a payment by credits that is no number',
    () => account.invoice('acme', { payments: [{ type: 'Credit', transactionAmount: '1,50' }] }),
  ],
];

describe('a wallet with amounts that cannot be read', () => {
  it.each(unreadable)('is no wallet without credits: %s', async (_, happens) => {
    happens();
    expect(await codeOf(fresh().getWallet({ walletId }))).toBe('malformed_response');
  });

  it.each(unreadable)('does not hide the others, and is named: %s', async (_, happens) => {
    happens();
    account.customer('other', { currency: 'USD' });
    const { items, warnings = [] } = await fresh().listWallets();
    expect(items.map(({ id }) => id)).toEqual(['wallet:other']);
    expect(warnings).toContainEqual({
      code: 'partial',
      message: expect.stringContaining('"wallet:acme" is left out'),
    });
  });

  it('moves no credits in a currency that is none', async () => {
    account.customer('acme', { currency: 'COINS' });
    const call = fresh().add({ walletId, kind: 'granted', credits: '5' });
    expect(await codeOf(call)).toBe('malformed_response');
    expect(account.writes('')).toEqual([]);
  });

  it('has no list of movements where the amount of one cannot be read', async () => {
    account.customer('acme', { creditBalance: '1' }).entry('acme', '1,50');
    expect(await codeOf(fresh().listTransactions({ walletId }).then())).toBe('malformed_response');
  });

  it('counts invoices whose currency is no text in no wallet', async () => {
    account.invoice('acme', {
      currency: 840 as never,
      payments: [{ type: 'Credit', transactionAmount: '1' }],
    });
    expect((await fresh().getWallet({ walletId })).consumed.amount).toBe('0.00');
  });
});

describe('the wallet of a customer with a long key', () => {
  const customerKey = `${'k'.repeat(254)}1`;

  it.each([248, 249, 255])(
    'has an id that the contract takes: a key of %i characters',
    (length) => {
      expect(walletIdOf('k'.repeat(length)).length).toBeLessThanOrEqual(255);
    },
  );

  it('is listed, read, filled and emptied', async () => {
    account.customer(customerKey, { currency: 'USD' }).customer(`${'k'.repeat(254)}2`);
    const credits = fresh();
    const [{ id } = { id: '' }] = (await credits.listWallets({ customerKey })).items;
    expect(id).toBe(walletIdOf(customerKey));
    await credits.add({ walletId: id, kind: 'granted', credits: '5' });
    await credits.void({ walletId: id, credits: '2' });
    expect(await credits.getWallet({ walletId: id })).toMatchObject({
      id,
      customerKey,
      creditBalance: '3',
    });
    const { items } = await credits.listTransactions({ walletId: id });
    expect(items.map((item) => item.credits)).toEqual(['2', '5']);
  });

  it.each(['wallet#', 'wallet#0000000000000000', `wallet:${'k'.repeat(248)}`, 'wallet:'])(
    'is not taken for another: %s',
    async (other) => {
      account.customer(customerKey, { currency: 'USD' });
      expect(await codeOf(fresh().getWallet({ walletId: other }))).toBe('not_found');
    },
  );
});
