import {
  type CreateWalletInput,
  CreditTransaction,
  contract,
  Decimal,
  minorUnits,
  moneyFromMinor,
  Wallet,
} from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedFor } from './jobs.ts';
import { openPorts, refusal, START, type TestPorts } from './object-ports.fixture.ts';
import { debitWallet } from './wallets/debit-wallet.ts';
import { expireWallet } from './wallets/end-wallet.ts';
import { settlePurchase } from './wallets/purchase.ts';
import { refundToWallet } from './wallets/refund-to-wallet.ts';
import { walletViolations } from './wallets/wallet-violations.ts';

const APRIL = '2026-04-01T00:00:00.000Z';
const MAY = '2026-05-01T00:00:00.000Z';

/** A customer `acme` with one wallet. */
async function openWallet(
  input: Partial<CreateWalletInput> = {},
): Promise<TestPorts & { walletId: string }> {
  const ports = openPorts();
  await ports.billing.customers.upsert({ customerKey: 'acme' });
  const wallet = await ports.billing.credits.createWallet({
    customerKey: 'acme',
    currency: 'USD',
    ...input,
  });
  return { ...ports, walletId: wallet.id };
}

async function grant({ billing, walletId }: TestPorts & { walletId: string }, credits: string) {
  return billing.credits.add({ walletId, kind: 'granted', credits });
}

const walletOf = ({ billing, walletId }: TestPorts & { walletId: string }) =>
  billing.credits.getWallet({ walletId });

const transactionsOf = async ({ billing, walletId }: TestPorts & { walletId: string }) =>
  (await billing.credits.listTransactions({ walletId })).items;

describe('credits.createWallet', () => {
  it('makes an empty wallet with the defaults of the contract', async () => {
    const { billing, walletId } = await openWallet();
    const wallet = await billing.credits.getWallet({ walletId });
    expect(Wallet.parse(wallet)).toEqual({
      id: walletId,
      customerKey: 'acme',
      status: 'active',
      currency: 'USD',
      creditValue: '1',
      balance: { amount: '0.00', currency: 'USD' },
      creditBalance: '0',
      consumed: { amount: '0.00', currency: 'USD' },
      priority: 50,
      createdAt: START,
    });
  });

  it('keeps what was given', async () => {
    const given = {
      code: 'promo',
      name: 'Promotion',
      creditValue: '0.5',
      priority: 1,
      appliesTo: { feeTypes: ['subscription' as const] },
      expiresAt: APRIL,
      metadata: { a: 'b' },
    };
    const { billing, walletId } = await openWallet(given);
    expect(await billing.credits.getWallet({ walletId })).toMatchObject(given);
  });

  it('fixes the currency of a customer who has none, and refuses another one after that', async () => {
    const ports = await openWallet({ currency: 'JPY' });
    const { billing } = ports;
    expect((await billing.customers.get({ customerKey: 'acme' })).currency).toBe('JPY');
    const error = await refusal(ports, () =>
      billing.credits.createWallet({ customerKey: 'acme', currency: 'USD' }),
    );
    expect(error).toMatchObject({ code: 'conflict', message: expect.stringMatching(/^currency:/) });
  });

  it.each([START, '2026-02-28T23:59:59.999Z'])(
    'refuses to expire at %s, which is not ahead',
    async (expiresAt) => {
      const ports = await openWallet();
      const error = await refusal(ports, () =>
        ports.billing.credits.createWallet({ customerKey: 'acme', currency: 'USD', expiresAt }),
      );
      expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['expiresAt'] }] });
    },
  );

  it('refuses a code that an active wallet of the customer has, and takes it after that one ended', async () => {
    const ports = await openWallet({ code: 'promo' });
    const { credits, customers } = ports.billing;
    const input = { customerKey: 'acme', currency: 'USD', code: 'promo' };
    const error = await refusal(ports, () => credits.createWallet(input));
    expect(error).toMatchObject({ code: 'already_exists', details: { key: 'promo' } });
    await customers.upsert({ customerKey: 'other' });
    await credits.createWallet({ ...input, customerKey: 'other' });
    await credits.terminateWallet({ walletId: ports.walletId });
    expect(await credits.createWallet(input)).toMatchObject({ code: 'promo', status: 'active' });
  });

  it('names the metric that does not exist', async () => {
    const ports = await openWallet();
    const error = await refusal(ports, () =>
      ports.billing.credits.createWallet({
        customerKey: 'acme',
        currency: 'USD',
        appliesTo: { metrics: ['calls'] },
      }),
    );
    expect(error).toMatchObject({
      code: 'not_found',
      details: { resource: 'metric', key: 'calls' },
      issues: [{ path: ['appliesTo', 'metrics', 0] }],
    });
  });

  it('does not know a customer who is not there', async () => {
    const ports = await openWallet();
    const error = await refusal(ports, () =>
      ports.billing.credits.createWallet({ customerKey: 'nobody', currency: 'USD' }),
    );
    expect(error).toMatchObject({ code: 'not_found', details: { resource: 'customer' } });
  });

  it('refuses a credit of which the currency has no countable part', async () => {
    const ports = await openWallet();
    const error = await refusal(ports, () =>
      ports.billing.credits.createWallet({
        customerKey: 'acme',
        currency: 'USD',
        creditValue: '1000000000000000',
      }),
    );
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['creditValue'] }] });
  });
});

describe('credits.add granted', () => {
  // `facts/rating.md §12`, and the vectors credits-01 to credits-03.
  it.each([
    ['USD', '1', '1000', '1000.00', '1000'],
    ['EUR', '0.001', '1034', '1.03', '1030'],
    ['JPY', '0.5', '7', '3', '6'],
    ['KWD', '0.25', '1.5', '0.375', '1.5'],
    ['USD', '0.03', '33.4', '1.00', '33.33333'],
  ])(
    'counts credits of %s %s: %s of them are %s',
    async (currency, creditValue, credits, amount, creditBalance) => {
      const wallet = await openWallet({ currency, creditValue });
      const transaction = await grant(wallet, credits);
      expect(transaction).toMatchObject({
        direction: 'in',
        kind: 'granted',
        status: 'settled',
        credits,
        amount: { amount, currency },
        settledAt: START,
      });
      expect(await walletOf(wallet)).toMatchObject({
        balance: { amount, currency },
        creditBalance,
      });
      const cut = creditBalance === credits ? undefined : [{ code: 'partial', field: 'credits' }];
      if (cut === undefined) expect(transaction.warnings).toBeUndefined();
      else expect(transaction.warnings).toMatchObject(cut);
    },
  );

  it('refuses credits that are worth less than a minor unit', async () => {
    const ports = await openWallet({ creditValue: '0.001' });
    const error = await refusal(ports, () => grant(ports, '9'));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['credits'] }] });
    expect(await grant(ports, '10')).toMatchObject({ amount: { amount: '0.01' } });
  });

  it('grants once for two calls with one idempotency key', async () => {
    const ports = await openWallet();
    const call = () =>
      ports.billing.credits.add(
        { walletId: ports.walletId, kind: 'granted', credits: '5' },
        { idempotencyKey: 'once' },
      );
    expect(await call()).toEqual(await call());
    expect((await walletOf(ports)).creditBalance).toBe('5');
  });
});

describe('credits.add purchased', () => {
  async function buy(creditValue: string, credits: string) {
    const ports = await openWallet({ currency: 'EUR', creditValue });
    const { walletId } = ports;
    const words = { name: 'Top-up', metadata: { order: '7' } };
    const bought = await ports.billing.credits.add({
      walletId,
      kind: 'purchased',
      credits,
      ...words,
    });
    return { ...ports, bought, invoiceId: bought.invoiceId ?? '' };
  }

  it('is cut to whole minor units and counts nothing until it is paid', async () => {
    const { bought, billing, walletId, engine } = await buy('0.001', '1034');
    expect(bought).toMatchObject({
      direction: 'in',
      kind: 'purchased',
      status: 'pending',
      credits: '1030',
      amount: { amount: '1.03', currency: 'EUR' },
      name: 'Top-up',
      metadata: { order: '7' },
      warnings: [{ code: 'partial', field: 'credits' }],
    });
    expect(bought.settledAt).toBeUndefined();
    expect((await billing.credits.getWallet({ walletId })).creditBalance).toBe('0');
    expect(engine.invoices.get(bought.invoiceId ?? '')).toMatchObject({
      type: 'credit',
      customerKey: 'acme',
      body: { totals: { total: { amount: '1.03', currency: 'EUR' } } },
    });
  });

  it('counts once it is paid, and once only', async () => {
    const { billing, walletId, within, invoiceId, clock } = await buy('0.001', '1034');
    clock.moveTo(APRIL);
    for (let time = 0; time < 2; time++) {
      const settled = await within((engine, moment) =>
        settlePurchase(engine, invoiceId, 'succeeded', moment),
      );
      expect(settled).toMatchObject({ status: 'settled', settledAt: APRIL });
    }
    expect(await billing.credits.getWallet({ walletId })).toMatchObject({
      balance: { amount: '1.03' },
      creditBalance: '1030',
    });
  });

  it('counts also when an attempt to pay failed before', async () => {
    const { billing, walletId, within, invoiceId } = await buy('1', '5');
    const failed = await within((engine, moment) =>
      settlePurchase(engine, invoiceId, 'failed', moment),
    );
    expect(failed).toMatchObject({ status: 'failed' });
    const { items } = await billing.credits.listTransactions({ walletId, status: 'failed' });
    expect(items).toEqual([failed]);
    await within((engine, moment) => settlePurchase(engine, invoiceId, 'succeeded', moment));
    expect((await billing.credits.getWallet({ walletId })).creditBalance).toBe('5');
  });

  it.each(['failed', 'pending'] as const)(
    'refuses that its payment becomes %s after that, and leaves the invoice paid',
    async (paymentStatus) => {
      const ports = await buy('1', '5');
      const { invoices } = ports.billing;
      const { invoiceId } = ports;
      await invoices.update({ invoiceId, paymentStatus });
      await invoices.update({ invoiceId, paymentStatus: 'succeeded' });
      expect(
        await refusal(ports, () => invoices.update({ invoiceId, paymentStatus })),
      ).toMatchObject({ code: 'conflict', message: expect.stringMatching(/^paymentStatus:/) });
      expect((await walletOf(ports)).creditBalance).toBe('5');
    },
  );

  it('counts nothing once its invoice is voided', async () => {
    const ports = await buy('1', '5');
    await ports.billing.invoices.void({ invoiceId: ports.invoiceId });
    expect(await transactionsOf(ports)).toMatchObject([{ kind: 'purchased', status: 'failed' }]);
    expect((await walletOf(ports)).creditBalance).toBe('0');
  });

  it('is lost when the wallet ended before it was paid, and the ledger says so', async () => {
    const ports = await buy('1', '5');
    const { billing, walletId, within, invoiceId, engine } = ports;
    await billing.credits.terminateWallet({ walletId });
    await within((inside, moment) => settlePurchase(inside, invoiceId, 'succeeded', moment));
    expect((await billing.credits.getWallet({ walletId })).balance.amount).toBe('0.00');
    expect((await transactionsOf(ports)).map(({ direction, kind }) => [direction, kind])).toEqual([
      ['out', 'expired'],
      ['in', 'purchased'],
    ]);
    expect(walletViolations(engine)).toEqual([]);
  });

  it('refuses credits whose price is less than a minor unit', async () => {
    const ports = await openWallet({ creditValue: '0.001' });
    const error = await refusal(ports, () =>
      ports.billing.credits.add({ walletId: ports.walletId, kind: 'purchased', credits: '9.999' }),
    );
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['credits'] }] });
  });

  it('is no concern of an invoice that asks for no credits', async () => {
    const { within } = await openWallet();
    expect(
      await within((engine, moment) => settlePurchase(engine, 'inv_99', 'succeeded', moment)),
    ).toBeUndefined();
  });
});

describe('credits.void', () => {
  it('takes credits out for good', async () => {
    const ports = await openWallet({ creditValue: '0.5' });
    await grant(ports, '10');
    const { walletId } = ports;
    expect(await ports.billing.credits.void({ walletId, credits: '4' })).toMatchObject({
      direction: 'out',
      kind: 'voided',
      status: 'settled',
      credits: '4',
      amount: { amount: '2.00', currency: 'USD' },
    });
    expect(await ports.billing.credits.getWallet({ walletId })).toMatchObject({
      balance: { amount: '3.00' },
      creditBalance: '6',
      consumed: { amount: '0.00' },
    });
  });

  it('takes all when all that is shown is asked for, though it was cut', async () => {
    const ports = await openWallet({ creditValue: '0.03' });
    await grant(ports, '33.4');
    const { walletId } = ports;
    const voided = await ports.billing.credits.void({ walletId, credits: '33.33333' });
    expect(voided).toMatchObject({ credits: '33.33333', amount: { amount: '1.00' } });
    expect((await ports.billing.credits.getWallet({ walletId })).creditBalance).toBe('0');
  });

  it('takes whole minor units, and says when that is less than was asked', async () => {
    const ports = await openWallet({ creditValue: '0.001' });
    await grant(ports, '1000');
    const { walletId } = ports;
    const voided = await ports.billing.credits.void({ walletId, credits: '15' });
    expect(voided).toMatchObject({
      credits: '10',
      amount: { amount: '0.01' },
      warnings: [{ code: 'partial', field: 'credits' }],
    });
    const error = await refusal(ports, () =>
      ports.billing.credits.void({ walletId, credits: '9' }),
    );
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['credits'] }] });
  });

  it('refuses more than is left, and tells how much that is', async () => {
    const ports = await openWallet();
    await grant(ports, '2.5');
    const error = await refusal(ports, () =>
      ports.billing.credits.void({ walletId: ports.walletId, credits: '2.51' }),
    );
    expect(error).toMatchObject({
      code: 'insufficient_credits',
      details: { available: '2.5', requested: '2.51' },
    });
  });
});

describe('credits.updateWallet', () => {
  it('leaves what is absent, clears what is null and replaces the rest', async () => {
    const ports = await openWallet({
      name: 'Old',
      priority: 3,
      appliesTo: { feeTypes: ['charge'] },
      metadata: { a: 'b' },
    });
    const { walletId } = ports;
    const wallet = await ports.billing.credits.updateWallet({
      walletId,
      name: null,
      appliesTo: null,
      metadata: { c: 'd' },
    });
    expect(wallet).toMatchObject({ id: walletId, priority: 3, metadata: { c: 'd' } });
    expect(wallet).not.toHaveProperty('name');
    expect(wallet).not.toHaveProperty('appliesTo');
    expect(wallet).not.toHaveProperty('walletId');
    expect(await ports.billing.credits.getWallet({ walletId })).toEqual(wallet);
  });

  it('refuses a wallet that has ended, a past expiry, and a metric that does not exist', async () => {
    const ports = await openWallet();
    const { credits } = ports.billing;
    const { walletId } = ports;
    expect(
      await refusal(ports, () => credits.updateWallet({ walletId, expiresAt: START })),
    ).toMatchObject({ code: 'invalid_input', issues: [{ path: ['expiresAt'] }] });
    expect(
      await refusal(ports, () =>
        credits.updateWallet({ walletId, appliesTo: { metrics: ['calls'] } }),
      ),
    ).toMatchObject({ code: 'not_found', issues: [{ path: ['appliesTo', 'metrics', 0] }] });
    await credits.terminateWallet({ walletId });
    expect(
      await refusal(ports, () => credits.updateWallet({ walletId, name: 'New' })),
    ).toMatchObject({ code: 'conflict', details: { key: walletId, state: 'terminated' } });
  });
});

describe('the expiry of a wallet', () => {
  const planned = ({ engine, walletId }: TestPorts & { walletId: string }) =>
    plannedFor(engine.database, 'expire_wallet', walletId);

  it('is planned, moved and taken back', async () => {
    const ports = await openWallet({ expiresAt: APRIL });
    const { credits } = ports.billing;
    const { walletId } = ports;
    expect(planned(ports)).toBe(Date.parse(APRIL));
    await credits.updateWallet({ walletId, name: 'New' });
    expect(planned(ports)).toBe(Date.parse(APRIL));
    await credits.updateWallet({ walletId, expiresAt: MAY });
    expect(planned(ports)).toBe(Date.parse(MAY));
    await credits.updateWallet({ walletId, expiresAt: null });
    expect(planned(ports)).toBeUndefined();
    await credits.updateWallet({ walletId, expiresAt: MAY });
    await credits.terminateWallet({ walletId });
    expect(planned(ports)).toBeUndefined();
  });

  it('ends the wallet at its instant, and what is left is lost', async () => {
    const ports = await openWallet({ expiresAt: APRIL });
    await grant(ports, '7');
    const { billing, clock, walletId, within } = ports;
    clock.moveTo('2026-03-31T23:59:59.999Z');
    await within((engine, moment) => expireWallet(engine, walletId, moment));
    expect((await billing.credits.getWallet({ walletId })).status).toBe('active');
    clock.moveTo(MAY);
    // Any command first does what was due before it.
    await billing.customers.upsert({ customerKey: 'other' });
    expect(await billing.credits.getWallet({ walletId })).toMatchObject({
      status: 'terminated',
      terminatedAt: APRIL,
      balance: { amount: '0.00' },
    });
    expect((await transactionsOf(ports))[0]).toMatchObject({
      direction: 'out',
      kind: 'expired',
      credits: '7',
      createdAt: APRIL,
    });
    const error = await refusal(ports, () => grant(ports, '1'));
    expect(error).toMatchObject({ code: 'conflict' });
  });
});

describe('credits.terminateWallet', () => {
  it('loses the rest once, and answers the same after that', async () => {
    const ports = await openWallet({ creditValue: '2' });
    const { billing, clock, walletId } = ports;
    await grant(ports, '3');
    const ended = await billing.credits.terminateWallet({ walletId });
    expect(ended).toMatchObject({
      status: 'terminated',
      terminatedAt: START,
      creditBalance: '0',
      balance: { amount: '0.00' },
    });
    clock.moveTo(APRIL);
    expect(await billing.credits.terminateWallet({ walletId })).toEqual(ended);
    const transactions = await transactionsOf(ports);
    expect(transactions).toHaveLength(2);
    expect(transactions[0]).toMatchObject({ direction: 'out', kind: 'voided', credits: '3' });
    for (const transaction of transactions) CreditTransaction.parse(transaction);
  });

  it('leaves nothing to add to or take from', async () => {
    const ports = await openWallet();
    const { credits } = ports.billing;
    const { walletId } = ports;
    await credits.terminateWallet({ walletId });
    for (const call of [
      () => credits.add({ walletId, kind: 'granted', credits: '1' }),
      () => credits.add({ walletId, kind: 'purchased', credits: '1' }),
      () => credits.void({ walletId, credits: '1' }),
    ]) {
      expect(await refusal(ports, call)).toMatchObject({ code: 'conflict' });
    }
  });
});

describe('what an invoice uses', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' });

  it('is taken out, counted as consumed, and given back once when the invoice is voided', async () => {
    const ports = await openWallet({ creditValue: '0.3' });
    const { billing, walletId, within, engine } = ports;
    await grant(ports, '10');
    const used = await within((inside, moment) =>
      debitWallet(inside, walletId, usd('2.00'), 'inv_9', moment),
    );
    expect(used).toMatchObject({
      direction: 'out',
      kind: 'invoiced',
      credits: '6.66666',
      amount: usd('2.00'),
      invoiceId: 'inv_9',
    });
    expect(await billing.credits.getWallet({ walletId })).toMatchObject({
      balance: usd('1.00'),
      creditBalance: '3.33333',
      consumed: usd('2.00'),
    });
    const back = await within((inside, moment) => refundToWallet(inside, 'inv_9', moment));
    expect(back).toMatchObject([{ direction: 'in', kind: 'invoiced', amount: usd('2.00') }]);
    expect(await within((inside, moment) => refundToWallet(inside, 'inv_9', moment))).toEqual([]);
    expect(await billing.credits.getWallet({ walletId })).toMatchObject({
      balance: usd('3.00'),
      creditBalance: '10',
      consumed: usd('0.00'),
    });
    expect(walletViolations(engine)).toEqual([]);
  });

  it('does not come back into a wallet that has ended', async () => {
    const ports = await openWallet();
    const { billing, walletId, within, engine } = ports;
    await grant(ports, '10');
    await within((inside, moment) => debitWallet(inside, walletId, usd('2.00'), 'inv_9', moment));
    await billing.credits.terminateWallet({ walletId });
    await within((inside, moment) => refundToWallet(inside, 'inv_9', moment));
    expect(await billing.credits.getWallet({ walletId })).toMatchObject({
      balance: usd('0.00'),
      consumed: usd('0.00'),
    });
    expect(walletViolations(engine)).toEqual([]);
  });

  it('is never more than is there, nothing, in another currency, or from an ended wallet', async () => {
    const ports = await openWallet();
    const { billing, walletId, within } = ports;
    await grant(ports, '10');
    const debit = (amount: { amount: string; currency: string }) =>
      within((engine, moment) => debitWallet(engine, walletId, amount, 'inv_9', moment));
    expect(await refusal(ports, () => debit(usd('10.01')))).toMatchObject({
      code: 'insufficient_credits',
      details: { available: '10', requested: '10.01' },
    });
    for (const amount of [usd('0.00'), usd('-1.00'), { amount: '1.00', currency: 'EUR' }]) {
      expect(await refusal(ports, () => debit(amount))).toMatchObject({ code: 'invalid_input' });
    }
    await billing.credits.terminateWallet({ walletId });
    expect(await refusal(ports, () => debit(usd('1.00')))).toMatchObject({ code: 'conflict' });
  });
});

describe('lists of wallets and transactions', () => {
  it('are newest first and by customer and status', async () => {
    const ports = await openWallet();
    const { billing, walletId: first } = ports;
    await billing.customers.upsert({ customerKey: 'other' });
    const { id: second } = await billing.credits.createWallet({
      customerKey: 'other',
      currency: 'EUR',
    });
    const { id: third } = await billing.credits.createWallet({
      customerKey: 'acme',
      currency: 'USD',
    });
    await billing.credits.terminateWallet({ walletId: first });
    const listed = async (filter: Parameters<typeof billing.credits.listWallets>[0]) =>
      (await billing.credits.listWallets(filter)).items.map(({ id }) => id);
    expect(await listed({})).toEqual([third, second, first]);
    expect(await listed({ customerKey: 'acme' })).toEqual([third, first]);
    expect(await listed({ customerKey: 'acme', status: 'active' })).toEqual([third]);
    expect(await listed({ status: 'terminated' })).toEqual([first]);
  });

  it('show the movements of one wallet, by status', async () => {
    const ports = await openWallet();
    const { billing, walletId } = ports;
    const { id: granted } = await grant(ports, '1');
    const { id: pending } = await billing.credits.add({
      walletId,
      kind: 'purchased',
      credits: '2',
    });
    const other = await billing.credits.createWallet({ customerKey: 'acme', currency: 'USD' });
    await billing.credits.add({ walletId: other.id, kind: 'granted', credits: '3' });
    const listed = async (status?: 'pending' | 'settled') =>
      (await billing.credits.listTransactions({ walletId, ...(status && { status }) })).items.map(
        ({ id }) => id,
      );
    expect(await listed()).toEqual([pending, granted]);
    expect(await listed('settled')).toEqual([granted]);
    expect(await listed('pending')).toEqual([pending]);
  });

  it('do not know a wallet that is not there', async () => {
    const { billing } = openPorts();
    for (const call of [
      () => billing.credits.getWallet({ walletId: 'x' }),
      () => billing.credits.listTransactions({ walletId: 'x' }),
      () => billing.credits.terminateWallet({ walletId: 'x' }),
    ]) {
      await expect(call()).rejects.toMatchObject({
        code: 'not_found',
        details: { resource: 'wallet', key: 'x' },
      });
    }
  });
});

describe('walletViolations', () => {
  it('finds a balance that its transactions do not make', async () => {
    const ports = await openWallet();
    const { engine, walletId, within } = ports;
    await grant(ports, '5');
    const wallet = engine.tables.wallets.get(walletId);
    await within(() =>
      engine.tables.wallets.replace(walletId, {
        ...wallet,
        balance: { amount: '5.01', currency: 'USD' },
      }),
    );
    expect(walletViolations(engine)).toEqual([
      `wallet ${walletId}: balance is 5.01, its transactions make 5.00`,
    ]);
  });
});

describe('any order of movements', () => {
  type Step =
    | { readonly do: 'grant' | 'buy' | 'void'; readonly credits: number }
    | { readonly do: 'debit' | 'refund' | 'pay' | 'fail'; readonly amount: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({
      do: fc.constantFrom('grant' as const, 'buy' as const, 'void' as const),
      credits: fc.integer({ min: 1, max: 200_000 }),
    }),
    fc.record({
      do: fc.constantFrom('debit' as const, 'refund' as const, 'pay' as const, 'fail' as const),
      amount: fc.integer({ min: 1, max: 2_000 }),
    }),
  );

  /** Does a step as the engine or a caller would. */
  async function run(
    { billing, walletId, within }: TestPorts & { walletId: string },
    currency: string,
    bought: string[],
    { do: what, ...values }: Step,
  ): Promise<unknown> {
    const size = 'credits' in values ? values.credits : values.amount;
    const credits = Decimal.fromScaled(BigInt(size), 3).toString();
    const invoiceId = `inv_use_${size % 3}`;
    switch (what) {
      case 'grant':
        return billing.credits.add({ walletId, kind: 'granted', credits });
      case 'buy': {
        const purchase = await billing.credits.add({ walletId, kind: 'purchased', credits });
        return bought.push(purchase.invoiceId ?? '');
      }
      case 'void':
        return billing.credits.void({ walletId, credits });
      case 'debit':
        return within((engine, moment) =>
          debitWallet(engine, walletId, moneyFromMinor(BigInt(size), currency), invoiceId, moment),
        );
      case 'refund':
        return within((engine, moment) => refundToWallet(engine, invoiceId, moment));
      default: {
        const status = what === 'pay' ? 'succeeded' : 'failed';
        const invoice = bought[size % Math.max(1, bought.length)] ?? 'inv_none';
        return within((engine, moment) => settlePurchase(engine, invoice, status, moment));
      }
    }
  }

  it('keeps the balance the sum of what is settled, and never below zero', async () => {
    const refusable = new Set(['invalid_input', 'insufficient_credits', 'conflict']);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('USD', 'JPY', 'KWD'),
        fc.constantFrom('1', '0.001', '0.03', '7', '0.333'),
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.boolean(),
        async (currency, creditValue, steps, ends) => {
          const ports = await openWallet({ currency, creditValue });
          const { billing, walletId, engine } = ports;
          const bought: string[] = [];
          const check = async () => {
            expect(walletViolations(engine)).toEqual([]);
            const wallet = await billing.credits.getWallet({ walletId });
            let sum = 0n;
            for await (const { direction, status, amount } of billing.credits.listTransactions({
              walletId,
            })) {
              if (status !== 'settled') continue;
              sum += direction === 'in' ? minorUnits(amount) : -minorUnits(amount);
            }
            expect(minorUnits(wallet.balance)).toBe(sum);
            expect(sum >= 0n).toBe(true);
            expect(minorUnits(wallet.consumed) >= 0n).toBe(true);
            const worth = Decimal.parse(wallet.creditBalance).times(Decimal.parse(creditValue));
            // The credits shown are worth the balance, less what five decimals cut off.
            const gap = Decimal.parse(wallet.balance.amount).minus(worth);
            expect(gap.isNegative()).toBe(false);
            const most = Decimal.parse(creditValue).times(Decimal.parse('0.00001'));
            expect(gap.compare(most)).toBeLessThan(1);
          };
          for (const one of steps) {
            const before = ports.snapshot();
            await run(ports, currency, bought, one).catch((error: { code: string }) => {
              expect(refusable).toContain(error.code);
              expect(ports.snapshot()).toBe(before);
            });
            await check();
          }
          if (ends) {
            await billing.credits.terminateWallet({ walletId });
            expect((await billing.credits.getWallet({ walletId })).creditBalance).toBe('0');
            await check();
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

it('serves every operation of the port', () => {
  const { billing } = openPorts();
  for (const name of Object.keys(contract.credits)) {
    expect(billing.capabilities[`credits.${name as keyof typeof contract.credits}`].level).toBe(
      'native',
    );
  }
});
