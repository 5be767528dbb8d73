import { BillingError, manualClock } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offering, PaigoAccount } from './paigo-account.fixture.ts';
import { giveToken, paigoProvider } from './paigo-host.fixture.ts';

const walletId = 'wallet:acme';
const grant = { walletId, kind: 'granted', credits: '12.50' } as const;
const usd = (amount: string) => ({ amount, currency: 'USD' });

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: unknown) => (BillingError.is(error) ? error.code : error),
  );

let account: PaigoAccount;

/** The port of a provider that knows nothing of the account yet. */
const fresh = () => {
  giveToken();
  return paigoProvider().credits;
};

beforeEach(() => {
  nock.disableNetConnect();
  account = new PaigoAccount().customer('acme', { currency: 'USD' }).serve();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('credits.getWallet', () => {
  it('point 19: is the one wallet that each customer has', async () => {
    account.customer('acme', {
      currency: 'EUR',
      creditBalance: '7.25',
      metadata: { 'billport.createdAt': '2026-01-02T03:04:05.000Z' },
    });
    account.invoice('acme', {
      currency: 'EUR',
      payments: [
        { type: 'Credit', transactionAmount: '1.10' },
        { type: 'Stripe', transactionAmount: '5.00' },
        { type: 'Credit', transactionAmount: 2.2 },
      ],
    });
    expect(await fresh().getWallet({ walletId })).toEqual({
      id: walletId,
      customerKey: 'acme',
      status: 'active',
      currency: 'EUR',
      creditValue: '1',
      balance: { amount: '7.25', currency: 'EUR' },
      creditBalance: '7.25',
      consumed: { amount: '3.30', currency: 'EUR' },
      priority: 50,
      createdAt: '2026-01-02T03:04:05.000Z',
      providerRef: { provider: 'paigo', type: 'customer', id: 'acme' },
      warnings: [expect.objectContaining({ code: 'emulated' })],
    });
  });

  it.each([
    { creditBalance: '0.1', balance: '0.10' },
    { creditBalance: 1e-7, balance: '0.00' },
    { creditBalance: '-0.015', balance: '-0.02' },
    { creditBalance: null, balance: '0.00' },
  ])('point 11: reads a balance of $creditBalance whatever its type', async (row) => {
    account.customer('acme', { creditBalance: row.creditBalance });
    const wallet = await fresh().getWallet({ walletId });
    expect(wallet.balance).toEqual(usd(row.balance));
  });

  it('says so where it cuts the balance to whole cents, and tells all of it in credits', async () => {
    account.customer('acme', { creditBalance: '1.239' });
    const { balance, creditBalance, warnings = [] } = await fresh().getWallet({ walletId });
    expect({ balance, creditBalance }).toEqual({ balance: usd('1.23'), creditBalance: '1.239' });
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'partial', field: 'balance' }));
  });

  it('has the currency of the plans where the customer names none', async () => {
    account.offerings.push({ offeringId: 'o', offeringName: 'euro', currency: 'EUR' });
    account.customer('acme').enrolled('acme', 'euro');
    expect((await fresh().getWallet({ walletId })).currency).toBe('EUR');
  });

  it.each(['wallet:nobody', 'wallet:', 'acme'])('has no wallet %s', async (unknown) => {
    const call = fresh().getWallet({ walletId: unknown });
    await expect(call).rejects.toMatchObject({
      code: 'not_found',
      details: { resource: 'wallet', key: unknown },
    });
  });
});

describe('credits.listWallets', () => {
  it('has one for each customer, newest first, and none that ended', async () => {
    const made = (day: string) => ({
      metadata: { 'billport.createdAt': `2026-01-${day}T00:00:00.000Z` },
    });
    account.customer('older', made('01')).customer('newer', made('02'));
    const credits = fresh();
    const ids = (await credits.listWallets()).items.map(({ id }) => id);
    expect(ids).toEqual(['wallet:newer', 'wallet:older', 'wallet:acme']);
    expect((await credits.listWallets({ status: 'terminated' })).items).toEqual([]);
    expect((await credits.listWallets({ customerKey: 'nobody' })).items).toEqual([]);
  });
});

describe('the currency of credits', () => {
  it.each(['list', 'object', 'absent'] as const)(
    'is that of the plan, where the customer has none and its list of enrolments is: %s',
    async (form) => {
      account.offerings.push(offering('euro', { currency: 'EUR' }));
      account.customer('acme').customer('idle').enrolled('acme', 'euro').enrollmentsForm = form;
      const wallets = [
        await fresh().getWallet({ walletId }),
        ...(await fresh().listWallets({ customerKey: 'acme' })).items,
        ...(await fresh().listWallets()).items,
      ].filter(({ id }) => id === walletId);
      expect(wallets.map(({ currency }) => currency)).toEqual(['EUR', 'EUR', 'EUR']);
      expect(account.reads()).not.toContain('/customers/idle/enrollment');
    },
  );

  it('costs no reading of enrolments where the customer has one of its own', async () => {
    account.enrollmentsForm = 'absent';
    await fresh().getWallet({ walletId });
    expect(account.reads()).toEqual(['/customers/acme']);
  });
});

describe('credits.add', () => {
  it('point 11: sends the amount as text, with a token that stands for the id', async () => {
    const { warnings: _, ...added } = await fresh().add({
      ...grant,
      name: 'Gift',
      metadata: { a: 'b' },
    });
    const [body] = account.writes('/transactions');
    expect(body).toEqual({
      transactionAmount: '12.5',
      metadata: {
        a: 'b',
        'billport.token': added.id,
        'billport.kind': 'granted',
        'billport.name': 'Gift',
        'billport.createdAt': '2026-01-15T12:00:00.000Z',
      },
    });
    expect(added).toMatchObject({ credits: '12.5', amount: usd('12.50'), status: 'settled' });
    const { items } = await fresh().listTransactions({ walletId });
    expect(items).toEqual([added]);
  });

  it('point 7: finds its own entry after a lost answer, and does not send it twice', async () => {
    account.fail('POST', '/transactions', true);
    const added = await fresh().add(grant);
    expect(account.writes('/transactions')).toHaveLength(1);
    const { items } = await fresh().listTransactions({ walletId });
    expect(items.map(({ id }) => id)).toEqual([added.id]);
  });

  it('point 7: takes no other entry for its own, and says how to look', async () => {
    account.entry('acme', 12.5);
    account.fail('POST', '/transactions', false);
    const error: unknown = await fresh()
      .add(grant)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
    const [body] = account.writes('/transactions') as { metadata: Record<string, string> }[];
    const lookup = BillingError.is(error, 'outcome_unknown') ? error.details?.lookup : '';
    expect(lookup).toContain('credits.listTransactions({ walletId: "wallet:acme" })');
    expect(lookup).toContain(body?.metadata['billport.token']);
    expect(account.writes('/transactions')).toHaveLength(1);
  });

  it('does not look for an entry that was refused', async () => {
    account.fail('POST', '/transactions', false, [400, { message: ['a', 'b'] }]);
    expect(await codeOf(fresh().add(grant))).toBe('rejected');
    expect(account.reads()).not.toContain('/customers/acme/transactions');
  });

  it.each([
    { credits: '0.001', why: 'more digits than cents' },
    { credits: '1000000000.01', why: 'more than Paigo moves at once' },
  ])('refuses $why before anything is written', async ({ credits }) => {
    const call = fresh().add({ ...grant, credits });
    await expect(call).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['credits'] }],
    });
    expect(account.writes('')).toEqual([]);
  });

  it('takes as many as Paigo moves at once, and zeros behind the cents', async () => {
    await fresh().add({ ...grant, credits: '1000000000.000' });
    expect(account.writes('/transactions')).toMatchObject([{ transactionAmount: '1000000000' }]);
  });

  it('refuses metadata under names of its own', async () => {
    const call = fresh().add({ ...grant, metadata: { 'billport.kind': 'voided' } });
    expect(await codeOf(call)).toBe('invalid_input');
    expect(account.reached).toEqual([]);
  });

  describe('of bought credits', () => {
    const buy = { walletId, kind: 'purchased', credits: '20', name: 'Bundle' } as const;

    it('point 19: asks for the price by an invoice whose payment becomes credit', async () => {
      const { warnings: _, ...bought } = await fresh().add({ ...buy, metadata: { a: 'b' } });
      expect(account.writes('/invoices')).toEqual([
        {
          customerId: 'acme',
          items: [{ name: 'Bundle', quantity: 1, unitCost: 20 }],
          invoiceDate: expect.stringMatching(/^2026-01-15T11:59:59\.\d{3}Z$/),
          currency: 'USD',
          storePaymentAsCredit: true,
        },
      ]);
      expect(account.writes('/transactions')).toEqual([]);
      expect(bought).toMatchObject({
        kind: 'purchased',
        status: 'pending',
        invoiceId: 'invoice-1',
        metadata: { a: 'b' },
      });
      expect((await fresh().listTransactions({ walletId })).items).toEqual([bought]);
    });

    it('are settled once, under the same id, when Paigo has written them in the ledger', async () => {
      const { id } = await fresh().add(buy);
      account.changed('invoice-1', { invoiceStatus: 'Paid' });
      const before = await fresh().listTransactions({ walletId });
      expect(before.items).toMatchObject([{ id, status: 'pending' }]);
      account.now = '2026-01-16T00:00:00.000Z';
      account.entry('acme', 5).entry('acme', 20);
      const { items } = await fresh().listTransactions({ walletId });
      expect(items).toHaveLength(2);
      expect(items).toContainEqual(
        expect.objectContaining({ id, status: 'settled', settledAt: '2026-01-16T00:00:00.000Z' }),
      );
      expect(items).toContainEqual(expect.objectContaining({ credits: '5', kind: 'unknown' }));
    });

    it('say that their invoice becomes credit where that cannot be noted', async () => {
      account.fail('PUT', '/customers/acme', false, [400, { message: 'metadata is too large' }]);
      await expect(fresh().add(buy)).rejects.toMatchObject({
        code: 'outcome_unknown',
        message: expect.stringMatching(
          /becomes credit.*credits\.listTransactions.*do not buy again/,
        ),
        details: { lookup: 'invoices.get({ invoiceId: "invoice-1" })' },
      });
      expect((await fresh().listTransactions({ walletId })).items).toEqual([]);
      account.changed('invoice-1', { invoiceStatus: 'Paid' }).entry('acme', 20);
      const { items } = await fresh().listTransactions({ walletId });
      expect(items).toMatchObject([{ kind: 'unknown', credits: '20' }]);
    });

    it('take no grant of as many credits for their payment', async () => {
      await fresh().add(buy);
      await fresh().add({ walletId, kind: 'granted', credits: '20' });
      account.changed('invoice-1', { invoiceStatus: 'Paid' });
      const { items } = await fresh().listTransactions({ walletId });
      expect(items.map(({ kind, status }) => [kind, status]).toSorted()).toEqual([
        ['granted', 'settled'],
        ['purchased', 'pending'],
      ]);
    });

    it('take no older money for their payment', async () => {
      account.now = '2026-01-15T11:59:59.999Z';
      account.entry('acme', 20);
      await fresh().add(buy);
      account.changed('invoice-1', { invoiceStatus: 'Paid' });
      const before = await fresh().listTransactions({ walletId });
      expect(before.items).toMatchObject([
        { kind: 'purchased', status: 'pending' },
        { kind: 'unknown', createdAt: '2026-01-15T11:59:59.999Z' },
      ]);
      account.now = '2026-01-16T00:00:00.000Z';
      account.entry('acme', 20);
      const { items } = await fresh().listTransactions({ walletId });
      expect(items).toMatchObject([
        { kind: 'purchased', status: 'settled', settledAt: '2026-01-16T00:00:00.000Z' },
        { kind: 'unknown', createdAt: '2026-01-15T11:59:59.999Z' },
      ]);
    });

    it('take the entry that names their invoice, and none that names another', async () => {
      await fresh().add(buy);
      await fresh().add(buy);
      account.changed('invoice-1', { invoiceStatus: 'Paid' });
      account.now = '2026-01-16T00:00:00.000Z';
      account.entry('acme', 20, { metadata: { invoiceId: 'invoice-2' } });
      const early = await fresh().listTransactions({ walletId, status: 'pending' });
      expect(early.items).toHaveLength(2);
      account.changed('invoice-2', { invoiceStatus: 'Paid' });
      account.now = '2026-01-17T00:00:00.000Z';
      account.entry('acme', 20, { metadata: { invoiceId: 'invoice-1' } });
      const { items } = await fresh().listTransactions({ walletId });
      const settled = items.map(({ id, settledAt }) => [id, settledAt]);
      expect(settled.toSorted()).toEqual([
        ['invoice:invoice-1', '2026-01-17T00:00:00.000Z'],
        ['invoice:invoice-2', '2026-01-16T00:00:00.000Z'],
      ]);
    });

    it('are settled by a payment that comes before the answer that tells of their invoice', async () => {
      const clock = manualClock('2026-01-15T12:00:00Z');
      account.afterwards('POST', '/invoices', () => {
        account.changed('invoice-1', { invoiceStatus: 'Paid' });
        account.entry('acme', 20);
        clock.moveTo('2026-01-15T12:00:01Z');
      });
      giveToken();
      await paigoProvider({ clock }).credits.add(buy);
      const { items } = await fresh().listTransactions({ walletId });
      expect(items).toMatchObject([{ kind: 'purchased', status: 'settled' }]);
    });

    it.each(['Voided', 'Void'])('fail when their invoice is %s', async (invoiceStatus) => {
      await fresh().add(buy);
      account.changed('invoice-1', { invoiceStatus });
      const { items } = await fresh().listTransactions({ walletId, status: 'failed' });
      expect(items).toHaveLength(1);
    });
  });
});

describe('credits.void', () => {
  it('sends a negative amount', async () => {
    account.entry('acme', 10);
    const taken = await fresh().void({ walletId, credits: '2.55' });
    expect(taken).toMatchObject({ direction: 'out', kind: 'voided', credits: '2.55' });
    expect(account.writes('/transactions')).toMatchObject([{ transactionAmount: '-2.55' }]);
    const { balance } = await fresh().getWallet({ walletId });
    expect(balance).toEqual(usd('7.45'));
  });

  it('says how much there is when Paigo refuses to go below zero', async () => {
    account.entry('acme', 10);
    await expect(fresh().void({ walletId, credits: '10.01' })).rejects.toMatchObject({
      code: 'insufficient_credits',
      details: { available: '10', requested: '10.01' },
    });
  });

  it('lets Paigo decide where the balance that it shows is old', async () => {
    account.entry('acme', 10);
    account.customer('acme', { currency: 'USD', creditBalance: '0' });
    expect(await fresh().void({ walletId, credits: '4' })).toMatchObject({ credits: '4' });
  });

  it('keeps what Paigo says where credits are not what is missing', async () => {
    account.entry('acme', 10);
    account.fail('POST', '/transactions', false, [400, { message: 'Closed.' }]);
    expect(await codeOf(fresh().void({ walletId, credits: '4' }))).toBe('rejected');
  });

  it('finds its own entry after a lost answer', async () => {
    account.entry('acme', 10);
    account.fail('POST', '/transactions', true);
    await fresh().void({ walletId, credits: '4' });
    expect((await fresh().getWallet({ walletId })).balance).toEqual(usd('6.00'));
  });
});

describe('credits.listTransactions', () => {
  it('point 3: gives entries of others ids that stay the same as the ledger grows', async () => {
    account.entry('acme', 5).entry('acme', 5).entry('acme', '-1.5');
    const ids = async () =>
      (await fresh().listTransactions({ walletId })).items.map(({ id }) => id);
    const before = await ids();
    expect(new Set(before).size).toBe(3);
    account.now = '2026-01-16T00:00:00.000Z';
    account.entry('acme', 5).entry('acme', 5);
    const after = await ids();
    expect(after.slice(2)).toEqual(before);
    expect(new Set(after).size).toBe(5);
  });

  it('point 11: reads numbers and texts, leaves out nothing moved, and says what it rounds', async () => {
    account.entry('acme', 0).entry('acme', '0.125').entry('acme', -3);
    const { items, warnings = [] } = await fresh().listTransactions({ walletId });
    expect(items.map(({ direction, credits, amount }) => [direction, credits, amount])).toEqual([
      ['out', '3', usd('3.00')],
      ['in', '0.125', usd('0.13')],
    ]);
    expect(warnings).toContainEqual(expect.objectContaining({ field: 'amount' }));
  });

  it('refuses an id that no wallet has', async () => {
    const call = fresh().listTransactions({ walletId: 'wallet:nobody' });
    await expect(Promise.resolve(call)).rejects.toMatchObject({ code: 'not_found' });
  });
});
