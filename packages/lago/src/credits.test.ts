import { BillingError } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  lagoTransaction,
  lagoWallet,
  onePage,
  unprocessable,
} from './credits/lago-wallet.fixture.ts';
import { AT_ONCE, lagoHost, lagoProvider, missing } from './plans/lago-objects.fixture.ts';
import type { LagoWallet } from './wire/wallet.ts';

const ref = { walletId: 'wallet-id' };
const five = { ...ref, kind: 'granted', credits: '5' } as const;

beforeEach(() => nock.disableNetConnect());
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(left).toEqual([]);
});

const failureOf = async (call: PromiseLike<unknown>): Promise<BillingError> => {
  const error = await Promise.resolve(call).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!BillingError.is(error)) throw new Error('expected a BillingError', { cause: error });
  return error;
};

/** Takes a body under its root and answers. */
function take(method: 'post' | 'put', path: string, root: string, answer: object, status = 200) {
  const seen: { body?: unknown } = {};
  lagoHost()
    [method](path, (body: Record<string, unknown>) => {
      seen.body = body[root];
      return true;
    })
    .reply(status, answer);
  return seen;
}

const serveWallet = (fields: Partial<LagoWallet> = {}) =>
  lagoHost()
    .get('/wallets/wallet-id')
    .reply(200, { wallet: lagoWallet(fields) });

const takeMove = (answer: readonly object[]) =>
  take('post', '/wallet_transactions', 'wallet_transaction', { wallet_transactions: answer });

describe('credits.createWallet', () => {
  it('trap 7: sends the worth of a credit as text, and trap 17: neither credits nor rules', async () => {
    const seen = take('post', '/wallets', 'wallet', {
      wallet: lagoWallet({ rate_amount: '0.5', credits_balance: '0.0', balance_cents: 0 }),
    });
    const wallet = await lagoProvider().credits.createWallet({
      customerKey: 'acme',
      currency: 'USD',
      creditValue: '0.5',
    });
    expect(seen.body).toEqual({
      external_customer_id: 'acme',
      currency: 'USD',
      rate_amount: '0.5',
    });
    expect(wallet).toEqual({
      id: 'wallet-id',
      customerKey: 'acme',
      status: 'active',
      currency: 'USD',
      creditValue: '0.5',
      balance: { amount: '0.00', currency: 'USD' },
      creditBalance: '0',
      consumed: { amount: '0.00', currency: 'USD' },
      priority: 50,
      createdAt: '2026-01-02T03:04:05.000Z',
      providerRef: { provider: 'lago', type: 'wallet', id: 'wallet-id' },
    });
  });

  it('writes every field, and warns of those that Lago left as they were', async () => {
    const input = {
      customerKey: 'acme',
      currency: 'USD',
      code: 'main',
      name: 'Main',
      priority: 7,
      appliesTo: { feeTypes: ['charge' as const], metrics: ['tokens'] },
      expiresAt: '2027-01-01T00:00:00.000Z',
      metadata: { order: '42' },
    };
    const wire = {
      code: 'main',
      name: 'Main',
      priority: 50,
      applies_to: { fee_types: ['charge'], billable_metric_codes: ['tokens'] },
      expiration_at: '2027-01-01T00:00:00Z',
      metadata: { order: '42' },
    };
    const seen = take('post', '/wallets', 'wallet', { wallet: lagoWallet(wire) });
    const { warnings, ...wallet } = await lagoProvider().credits.createWallet(input);
    expect(seen.body).toEqual({
      external_customer_id: 'acme',
      currency: 'USD',
      rate_amount: '1',
      ...wire,
      priority: 7,
      expiration_at: '2027-01-01T00:00:00.000Z',
    });
    expect(wallet).toMatchObject({ ...input, priority: 50 });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'priority' }]);
  });

  it('trap 17: takes an unknown customer, which is a 422, for not found', async () => {
    const details = unprocessable({ customer: ['customer_not_found'] });
    take('post', '/wallets', 'wallet', details, 422);
    const call = lagoProvider().credits.createWallet({ customerKey: 'nobody', currency: 'USD' });
    expect(await failureOf(call)).toMatchObject({
      code: 'not_found',
      details: { resource: 'customer', key: 'nobody' },
    });
  });

  it('trap 17: takes a seventh wallet for a conflict', async () => {
    take('post', '/wallets', 'wallet', unprocessable({ customer: ['wallet_limit_reached'] }), 422);
    const call = lagoProvider().credits.createWallet({ customerKey: 'acme', currency: 'USD' });
    const error = await failureOf(call);
    expect(error).toMatchObject({ code: 'conflict', retryable: false });
    expect(error.message).toContain('six active wallets');
  });

  it('names the wallet whose code is taken, and not its customer', async () => {
    take('post', '/wallets', 'wallet', unprocessable({ code: ['value_already_exist'] }), 422);
    const input = { customerKey: 'acme', currency: 'USD', code: 'main' };
    expect(await failureOf(lagoProvider().credits.createWallet(input))).toMatchObject({
      code: 'already_exists',
      details: { resource: 'wallet', key: 'main' },
      status: 422,
    });
  });

  it('trap 3: is not sent twice, and says how to find the wallet', async () => {
    lagoHost().post('/wallets').reply(502, '<html>', AT_ONCE);
    const input = { customerKey: 'acme', currency: 'USD', code: 'main' };
    const error = await failureOf(lagoProvider().credits.createWallet(input));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
    const { lookup } = error.details as { lookup: string };
    expect(lookup).toContain('credits.listWallets({ customerKey: "acme" })');
    expect(lookup).toContain('"main"');
  });

  it('quirk d.6: refuses more metadata than a map of Lago holds, before anything is sent', async () => {
    const metadata = { ['k'.repeat(101)]: 'v'.repeat(256) };
    const call = lagoProvider().credits.createWallet({
      customerKey: 'acme',
      currency: 'USD',
      metadata,
    });
    const error = await failureOf(call);
    expect(error.code).toBe('invalid_input');
    expect(error.issues).toHaveLength(2);
    expect(error.issues?.[0]?.path).toEqual(['metadata', 'k'.repeat(101)]);
  });
});

describe('a wallet', () => {
  it.each([
    ['JPY', '1.0', 150, '150', '150.0'],
    ['USD', '0.25', 2500, '25.00', '100.0'],
    ['KWD', '1.0', 1234, '1.234', '1.234'],
  ])(
    'of %s is read to its smallest unit',
    async (currency, rate_amount, balance_cents, amount, credits_balance) => {
      serveWallet({ currency, rate_amount, balance_cents, credits_balance });
      const { balance } = await lagoProvider().credits.getWallet(ref);
      expect(balance).toEqual({ amount, currency });
    },
  );

  it('trap 7: is exact when its balance is beyond what JavaScript numbers hold', async () => {
    serveWallet({ balance_cents: 2 ** 53 });
    const { balance } = await lagoProvider().credits.getWallet(ref);
    expect(balance).toEqual({ amount: '90071992547409.92', currency: 'USD' });
  });

  it('has lost the rest when it has ended, whatever Lago still shows', async () => {
    const ended = { status: 'terminated', terminated_at: '2026-01-03T00:00:00.678Z' };
    serveWallet(ended);
    expect(await lagoProvider().credits.getWallet(ref)).toMatchObject({
      status: 'terminated',
      balance: { amount: '0.00', currency: 'USD' },
      creditBalance: '0',
      terminatedAt: '2026-01-03T00:00:00.678Z',
    });
  });

  it('tells what was consumed as money', async () => {
    serveWallet({ rate_amount: '0.3', consumed_credits: '33.33333' });
    const { consumed } = await lagoProvider().credits.getWallet(ref);
    expect(consumed).toEqual({ amount: '10.00', currency: 'USD' });
  });

  it('trap 24: takes what it does not know for unknown, and never for everything', async () => {
    const applies_to = { fee_types: ['fixed_charge'], billable_metric_codes: [] };
    serveWallet({ status: 'frozen', applies_to });
    expect(await lagoProvider().credits.getWallet(ref)).toMatchObject({
      status: 'unknown',
      appliesTo: {},
    });
  });

  it('is refused when another one answers', async () => {
    serveWallet({ lago_id: 'other-id' });
    expect((await failureOf(lagoProvider().credits.getWallet(ref))).code).toBe(
      'malformed_response',
    );
  });
});

describe('credits.updateWallet', () => {
  it('sends what is mentioned, and trap 10: no rules, which would replace those there are', async () => {
    serveWallet();
    const wallet = lagoWallet({ name: 'Second', priority: 4 });
    const seen = take('put', '/wallets/wallet-id', 'wallet', { wallet });
    const changed = await lagoProvider().credits.updateWallet({
      ...ref,
      name: 'Second',
      priority: 4,
    });
    expect(seen.body).toEqual({ name: 'Second', priority: 4 });
    expect(changed).toMatchObject({ name: 'Second', priority: 4 });
    expect(changed.warnings).toBeUndefined();
  });

  it('replaces limits as a whole, and lifts them with empty lists: null is a 500', async () => {
    serveWallet();
    const wallet = lagoWallet();
    const seen = take('put', '/wallets/wallet-id', 'wallet', { wallet });
    await lagoProvider().credits.updateWallet({ ...ref, appliesTo: null, expiresAt: null });
    expect(seen.body).toEqual({
      applies_to: { fee_types: [], billable_metric_codes: [] },
      expiration_at: null,
    });
  });

  it('quirk d.6: replaces metadata at its own address: an update would merge it', async () => {
    serveWallet({ metadata: { old: '1' } });
    lagoHost()
      .post('/wallets/wallet-id/metadata', { metadata: { new: '2' } })
      .reply(200, { metadata: { new: '2' } });
    const { metadata } = await lagoProvider().credits.updateWallet({
      ...ref,
      metadata: { new: '2' },
    });
    expect(metadata).toEqual({ new: '2' });
  });

  it('clears metadata by deleting it', async () => {
    serveWallet({ metadata: { old: '1' } });
    lagoHost().delete('/wallets/wallet-id/metadata').reply(200, { metadata: null });
    const wallet = await lagoProvider().credits.updateWallet({ ...ref, metadata: null });
    expect(wallet.metadata).toBeUndefined();
    expect(wallet.warnings).toBeUndefined();
  });

  it('tells what was changed when the metadata is refused after that', async () => {
    serveWallet({ metadata: { old: '1' } });
    const wallet = lagoWallet({ name: 'Second', metadata: { old: '1' } });
    take('put', '/wallets/wallet-id', 'wallet', { wallet });
    lagoHost().post('/wallets/wallet-id/metadata').reply(404, missing('resource'));
    const changed = await lagoProvider().credits.updateWallet({
      ...ref,
      name: 'Second',
      metadata: { new: '2' },
    });
    expect(changed).toMatchObject({ name: 'Second', metadata: { old: '1' } });
    expect(changed.warnings).toMatchObject([{ code: 'not_applied', field: 'metadata' }]);
  });

  it('takes an expiry without its milliseconds, which Lago does not write, for kept', async () => {
    serveWallet();
    const wallet = lagoWallet({ expiration_at: '2027-01-01T00:00:00Z' });
    take('put', '/wallets/wallet-id', 'wallet', { wallet });
    const expiresAt = '2027-01-01T00:00:00.500Z';
    const { warnings } = await lagoProvider().credits.updateWallet({ ...ref, expiresAt });
    expect(warnings).toBeUndefined();
  });

  it('refuses a wallet that has ended, before anything is changed', async () => {
    serveWallet({ status: 'terminated' });
    const error = await failureOf(lagoProvider().credits.updateWallet({ ...ref, name: 'x' }));
    expect(error).toMatchObject({ code: 'conflict', details: { state: 'terminated' } });
  });

  it('warns of what Lago left as it was', async () => {
    serveWallet();
    take('put', '/wallets/wallet-id', 'wallet', { wallet: lagoWallet({ name: 'First' }) });
    const { warnings } = await lagoProvider().credits.updateWallet({ ...ref, name: null });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'name' }]);
  });
});

describe('credits.terminateWallet', () => {
  it('reads first, and deletes nothing when it has ended', async () => {
    serveWallet({ status: 'terminated' });
    expect((await lagoProvider().credits.terminateWallet(ref)).status).toBe('terminated');
  });

  it('deletes nothing when another wallet answers', async () => {
    serveWallet({ lago_id: 'other-id' });
    const error = await failureOf(lagoProvider().credits.terminateWallet(ref));
    expect(error.code).toBe('malformed_response');
  });

  it('is sent again after a lost answer: a second end changes nothing', async () => {
    serveWallet();
    lagoHost().delete('/wallets/wallet-id').reply(504, '', AT_ONCE);
    lagoHost()
      .delete('/wallets/wallet-id')
      .reply(200, { wallet: lagoWallet({ status: 'terminated' }) });
    expect((await lagoProvider().credits.terminateWallet(ref)).status).toBe('terminated');
  });
});

describe('credits.listWallets', () => {
  it('filters by status itself, since Lago does not', async () => {
    const rows = [lagoWallet({ lago_id: 'one', status: 'terminated' }), lagoWallet()];
    lagoHost()
      .get('/wallets')
      .query({ external_customer_id: 'acme', page: 1, per_page: 50 })
      .reply(200, onePage('wallets', rows));
    const page = await lagoProvider().credits.listWallets({
      customerKey: 'acme',
      status: 'active',
    });
    expect(page.items.map(({ id }) => id)).toEqual(['wallet-id']);
  });

  it('brings nothing for a customer whom Lago does not know', async () => {
    lagoHost().get('/wallets').query(true).reply(404, missing('customer'));
    expect((await lagoProvider().credits.listWallets({ customerKey: 'nobody' })).items).toEqual([]);
  });
});

describe('credits.add', () => {
  it('trap 7: sends credits as text, and takes the transaction of their kind', async () => {
    serveWallet({ rate_amount: '0.25' });
    const purchased = lagoTransaction({ lago_id: 'other', transaction_status: 'purchased' });
    const seen = takeMove([purchased, lagoTransaction({ amount: '1.25' })]);
    const added = await lagoProvider().credits.add({ ...five, name: 'Gift', metadata: { a: '1' } });
    expect(seen.body).toEqual({
      wallet_id: 'wallet-id',
      granted_credits: '5',
      name: 'Gift',
      metadata: [{ key: 'a', value: '1' }],
    });
    expect(added).toEqual({
      id: 'transaction-id',
      walletId: 'wallet-id',
      direction: 'in',
      kind: 'granted',
      status: 'settled',
      credits: '5',
      amount: { amount: '1.25', currency: 'USD' },
      createdAt: '2026-01-02T03:04:05.000Z',
      settledAt: '2026-01-02T03:04:06.000Z',
      providerRef: { provider: 'lago', type: 'wallet_transaction', id: 'transaction-id' },
    });
  });

  it('trap 16: tells that bought credits count later', async () => {
    serveWallet();
    const bought = { transaction_status: 'purchased', status: 'pending', settled_at: null };
    const seen = takeMove([lagoTransaction(bought)]);
    const added = await lagoProvider().credits.add({ ...five, kind: 'purchased' });
    expect(seen.body).toEqual({ wallet_id: 'wallet-id', paid_credits: '5' });
    expect(added.status).toBe('pending');
    expect(added.warnings).toMatchObject([{ code: 'pending' }]);
  });

  it('tells how many of bought credits count (facts/rating.md §12)', async () => {
    serveWallet({ rate_amount: '0.001' });
    const bought = { transaction_status: 'purchased', credit_amount: '1030.0', amount: '1.03' };
    takeMove([lagoTransaction(bought)]);
    const input = { ...ref, kind: 'purchased', credits: '1034' } as const;
    const { credits, amount, warnings } = await lagoProvider().credits.add(input);
    expect({ credits, amount }).toEqual({
      credits: '1030',
      amount: { amount: '1.03', currency: 'USD' },
    });
    expect(warnings).toMatchObject([{ code: 'partial', field: 'credits' }]);
  });

  it('refuses bought credits that cost nothing, before they are sent', async () => {
    serveWallet({ rate_amount: '0.001' });
    const input = { ...ref, kind: 'purchased', credits: '9' } as const;
    expect(await failureOf(lagoProvider().credits.add(input))).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['credits'] }],
    });
  });

  it('trap 7: refuses digits that Lago would cut off, before anything is sent', async () => {
    const error = await failureOf(lagoProvider().credits.add({ ...five, credits: '0.123456' }));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path: ['credits'] }] });
  });

  it('reads once what a credit of a wallet is worth: it is fixed', async () => {
    const billing = lagoProvider();
    serveWallet();
    takeMove([lagoTransaction()]);
    takeMove([lagoTransaction({ lago_id: 'second' })]);
    await billing.credits.add(five);
    expect((await billing.credits.add(five)).id).toBe('second');
  });

  it('trap 3: is not sent twice, and says how to find the transaction', async () => {
    serveWallet();
    lagoHost().post('/wallet_transactions').reply(500, {}, AT_ONCE);
    const error = await failureOf(lagoProvider().credits.add(five));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false, status: 500 });
    const { lookup } = error.details as { lookup: string };
    expect(lookup).toContain('credits.listTransactions({ walletId: "wallet-id" })');
    expect(lookup).toContain('granted, 5 credits');
  });

  it.each([
    ['of another form', { surprise: [1] }],
    ['without the transaction', { wallet_transactions: [] }],
    ['with an amount that is none', { wallet_transactions: [lagoTransaction({ amount: 'x' })] }],
  ])('trap 3: takes an answer %s for one that nobody can read', async (_, answer) => {
    serveWallet();
    lagoHost().post('/wallet_transactions').reply(200, answer);
    expect((await failureOf(lagoProvider().credits.add(five))).code).toBe('outcome_unknown');
  });

  it.each([
    ['an unknown wallet', 'wallet_not_found', 'not_found'],
    ['a wallet that has ended', 'wallet_is_terminated', 'conflict'],
  ])('refuses %s', async (_, issue, code) => {
    serveWallet();
    const details = unprocessable({ wallet_id: [issue] });
    take('post', '/wallet_transactions', 'wallet_transaction', details, 422);
    expect((await failureOf(lagoProvider().credits.add(five))).code).toBe(code);
  });
});

describe('credits.add with an idempotencyKey', () => {
  const options = { idempotencyKey: 'order-42' };
  const mark = { key: 'billport_key', value: 'order-42' };

  function serveTransactions(...rows: readonly object[]): void {
    lagoHost()
      .get('/wallets/wallet-id/wallet_transactions')
      .query({ 'metadata[billport_key]': 'order-42', page: 1, per_page: 100 })
      .reply(200, onePage('wallet_transactions', rows));
  }

  it('trap 3: leaves the key on the transaction, and does not show it', async () => {
    serveWallet();
    serveTransactions();
    const metadata = [{ key: 'a', value: '1' }, mark];
    const seen = takeMove([lagoTransaction({ metadata })]);
    const added = await lagoProvider().credits.add({ ...five, metadata: { a: '1' } }, options);
    expect(seen.body).toMatchObject({ metadata });
    expect(added.metadata).toEqual({ a: '1' });
  });

  it('trap 3: brings the first transaction of the key, and adds nothing', async () => {
    serveWallet();
    // Servers that do not know the filter bring all.
    const other = lagoTransaction({ lago_id: 'other', metadata: {} });
    serveTransactions(other, lagoTransaction({ lago_id: 'first', metadata: [mark] }));
    expect(await lagoProvider().credits.add(five, options)).toMatchObject({ id: 'first' });
  });

  it('knows bought credits again that were cut', async () => {
    serveWallet({ rate_amount: '0.001' });
    const bought = { transaction_status: 'purchased', credit_amount: '1030.0', amount: '1.03' };
    serveTransactions(lagoTransaction({ ...bought, metadata: [mark] }));
    const input = { ...ref, kind: 'purchased', credits: '1034' } as const;
    expect(await lagoProvider().credits.add(input, options)).toMatchObject({ credits: '1030' });
  });

  it('refuses the key with another input', async () => {
    serveWallet();
    serveTransactions(lagoTransaction({ metadata: [mark] }));
    const call = lagoProvider().credits.add({ ...five, credits: '6' }, options);
    expect((await failureOf(call)).code).toBe('conflict');
  });

  it('says that a repeat with the key is safe when the answer is lost', async () => {
    serveWallet();
    serveTransactions();
    lagoHost().post('/wallet_transactions').reply(504, '', AT_ONCE);
    const error = await failureOf(lagoProvider().credits.add(five, options));
    const { lookup } = error.details as { lookup: string };
    expect(error.code).toBe('outcome_unknown');
    expect(lookup).toContain('same idempotencyKey, "order-42"');
  });

  it.each([
    ['a key that Lago does not hold', five, 'k'.repeat(101), ['options', 'idempotencyKey']],
    [
      'the name of the key',
      { ...five, metadata: { billport_key: 'x' } },
      'k',
      ['metadata', 'billport_key'],
    ],
    ['a 15th word beside the key', { ...five, metadata: manyWords(15) }, 'k', ['metadata']],
    ['a blank word', { ...five, metadata: { a: ' ' } }, 'k', ['metadata', 'a']],
  ])('refuses %s, before anything is sent', async (_, input, idempotencyKey, path) => {
    const error = await failureOf(lagoProvider().credits.add(input, { idempotencyKey }));
    expect(error).toMatchObject({ code: 'invalid_input', issues: [{ path }] });
  });
});

/** As many words of metadata. */
function manyWords(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
}

describe('credits.void', () => {
  it('takes credits out', async () => {
    serveWallet();
    const outbound = { transaction_type: 'outbound', transaction_status: 'voided' };
    const seen = takeMove([
      lagoTransaction({ ...outbound, credit_amount: '2.55', amount: '2.55' }),
    ]);
    const taken = await lagoProvider().credits.void({ ...ref, credits: '2.55' });
    expect(seen.body).toEqual({ wallet_id: 'wallet-id', voided_credits: '2.55' });
    expect(taken).toMatchObject({ direction: 'out', kind: 'voided', credits: '2.55' });
  });

  it('tells how much there is when that is too little', async () => {
    serveWallet();
    const details = unprocessable({ voided_credits: ['insufficient_credits'] });
    take('post', '/wallet_transactions', 'wallet_transaction', details, 422);
    serveWallet({ credits_balance: '9.5' });
    const error = await failureOf(lagoProvider().credits.void({ ...ref, credits: '10.01' }));
    expect(error).toMatchObject({
      code: 'insufficient_credits',
      details: { available: '9.5', requested: '10.01' },
    });
  });
});

describe('credits.void of more than there is', () => {
  it('is refused as that, though the balance cannot be read', async () => {
    serveWallet();
    const details = unprocessable({ voided_credits: ['insufficient_credits'] });
    take('post', '/wallet_transactions', 'wallet_transaction', details, 422);
    lagoHost().get('/wallets/wallet-id').reply(403, { status: 403, error: 'Forbidden' });
    const error = await failureOf(lagoProvider().credits.void({ ...ref, credits: '10.01' }));
    expect(error.code).toBe('insufficient_credits');
  });
});

describe('credits.listTransactions', () => {
  it('refuses an unknown wallet', async () => {
    lagoHost().get('/wallets/wallet-id').reply(404, missing('wallet'));
    const error = await failureOf(lagoProvider().credits.listTransactions(ref));
    expect(error).toMatchObject({ code: 'not_found', details: { resource: 'wallet' } });
  });

  it('trap 24: reads old rows and words that it does not know', async () => {
    serveWallet({ currency: 'JPY' });
    const old = { transaction_status: 'gifted', status: 'held', metadata: {}, amount: '5.4' };
    lagoHost()
      .get('/wallets/wallet-id/wallet_transactions')
      .query({ status: 'settled', page: 1, per_page: 50 })
      .reply(200, onePage('wallet_transactions', [lagoTransaction(old)]));
    const { items } = await lagoProvider().credits.listTransactions({ ...ref, status: 'settled' });
    expect(items).toMatchObject([
      { kind: 'unknown', status: 'unknown', amount: { amount: '5', currency: 'JPY' } },
    ]);
  });

  it('trap 15: takes an empty page, which Lago numbers 0, for the last', async () => {
    serveWallet();
    lagoHost()
      .get('/wallets/wallet-id/wallet_transactions')
      .query(true)
      .reply(200, onePage('wallet_transactions', []));
    expect(await lagoProvider().credits.listTransactions(ref)).toEqual({ items: [] });
  });
});
