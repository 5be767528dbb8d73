import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';

async function withWallet(fields: Fields = {}, switches = {}) {
  const account = openAccount(switches);
  await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
  const { lago_id } = await account.one('POST', '/wallets', {
    wallet: { external_customer_id: 'acme', rate_amount: '1.0', currency: 'USD', ...fields },
  });
  return { account, walletId: String(lago_id) };
}

const move = (account: Account, walletId: string, fields: Fields) =>
  account.call('POST', '/wallet_transactions', {
    wallet_transaction: { wallet_id: walletId, ...fields },
  });

async function moved(account: Account, walletId: string, fields: Fields): Promise<Fields[]> {
  const { status, body } = await move(account, walletId, fields);
  expect(status).toBe(200);
  return body.wallet_transactions as Fields[];
}

const balance = async (account: Account, walletId: string) =>
  (await account.one('GET', `/wallets/${walletId}`)).credits_balance;

describe('POST /wallet_transactions', () => {
  it('makes one transaction of each kind, and none of zero', async () => {
    const { account, walletId } = await withWallet();
    await moved(account, walletId, { granted_credits: '20' });
    const all = await moved(account, walletId, {
      paid_credits: '5.0',
      granted_credits: '3',
      voided_credits: '1.5',
      name: 'Mixed',
    });
    expect(all).toMatchObject([
      {
        transaction_status: 'purchased',
        transaction_type: 'inbound',
        status: 'pending',
        credit_amount: '5.0',
        settled_at: null,
        name: 'Mixed',
      },
      { transaction_status: 'granted', status: 'settled', amount: '3.0' },
      { transaction_status: 'voided', transaction_type: 'outbound', credit_amount: '1.5' },
    ]);
    expect(await balance(account, walletId)).toBe('21.5');
    expect(
      await moved(account, walletId, { paid_credits: '0', granted_credits: '0.000001' }),
    ).toEqual([]);
  });

  it('trap 16: has no invoice for bought credits until a job has run', async () => {
    const { account, walletId } = await withWallet();
    const [bought] = await moved(account, walletId, { paid_credits: '20' });
    expect(bought).toMatchObject({ status: 'pending', lago_invoice_id: null });
    expect((await account.call('GET', '/invoices')).body.invoices).toEqual([]);
    await account.state.runJobs();
    const found = await account.one('GET', `/wallet_transactions/${bought?.lago_id}`);
    const invoice = await account.one('GET', `/invoices/${found.lago_invoice_id}`);
    expect(invoice).toMatchObject({
      invoice_type: 'credit',
      status: 'finalized',
      payment_status: 'pending',
      total_due_amount_cents: 2000,
      fees: [{ item: { type: 'credit', lago_item_id: bought?.lago_id } }],
    });
    expect(await balance(account, walletId)).toBe('0.0');
    await account.one('PUT', `/invoices/${found.lago_invoice_id}`, {
      invoice: { payment_status: 'succeeded' },
    });
    expect(await balance(account, walletId)).toBe('20.0');
    const settled = await account.one('GET', `/wallet_transactions/${bought?.lago_id}`);
    expect(settled).toMatchObject({ status: 'settled', settled_at: '2026-01-15T12:00:00Z' });
  });

  it('trap 3: does the same thing twice when it is sent twice', async () => {
    const { account, walletId } = await withWallet();
    await moved(account, walletId, { granted_credits: '10' });
    await moved(account, walletId, { granted_credits: '10' });
    expect(await balance(account, walletId)).toBe('20.0');
  });

  it.each([
    [
      'a JSON number',
      { paid_credits: 10 },
      { paid_credits: ['invalid_paid_credits', 'invalid_amount'] },
    ],
    [
      'a negative text',
      { granted_credits: '-1' },
      { granted_credits: ['invalid_granted_credits', 'invalid_amount'] },
    ],
    [
      'no number',
      { voided_credits: 'all' },
      { voided_credits: ['invalid_voided_credits', 'invalid_amount'] },
    ],
    ['more than there is', { voided_credits: '0.5' }, { voided_credits: ['insufficient_credits'] }],
    ['less than a cent', { paid_credits: '0.009' }, { paid_credits: ['amount_rounds_to_zero'] }],
    [
      'rows of metadata that are no pairs',
      { granted_credits: '1', metadata: [{ key: 'a' }] },
      { metadata: ['invalid_key_value_pair'] },
    ],
    [
      'sixteen rows of metadata',
      {
        granted_credits: '1',
        metadata: Array.from({ length: 16 }, (_, index) => ({ key: `k${index}`, value: '1' })),
      },
      { metadata: ['too_many_keys'] },
    ],
  ])('trap 7: refuses %s', async (_title, fields, details) => {
    const { account, walletId } = await withWallet();
    const answer = await move(account, walletId, fields);
    expect([answer.status, refusedFields(answer)]).toEqual([422, details]);
    expect(await balance(account, walletId)).toBe('0.0');
  });

  it('refuses an unknown wallet and one that has ended', async () => {
    const { account, walletId } = await withWallet();
    const grant = { granted_credits: '1' };
    expect(refusedFields(await move(account, 'none', grant))).toEqual({
      wallet_id: ['wallet_not_found'],
    });
    await account.one('DELETE', `/wallets/${walletId}`);
    expect(refusedFields(await move(account, walletId, grant))).toEqual({
      wallet_id: ['wallet_is_terminated'],
    });
  });

  it('keeps top-ups within the bounds of the wallet, unless told to ignore them', async () => {
    const { account, walletId } = await withWallet({
      paid_top_up_min_amount_cents: 500,
      paid_top_up_max_amount_cents: 1000,
    });
    const refused = async (paid: string) =>
      refusedFields(await move(account, walletId, { paid_credits: paid }));
    expect(await refused('4.99')).toEqual({ paid_credits: ['amount_below_minimum'] });
    expect(await refused('10.01')).toEqual({ paid_credits: ['amount_above_maximum'] });
    const paid = { paid_credits: '10.01', ignore_paid_top_up_limits: true };
    expect(await moved(account, walletId, paid)).toHaveLength(1);
  });
});

describe('GET /wallets/:id/wallet_transactions', () => {
  it('takes those of a status, a kind, a direction or a metadata value', async () => {
    const { account, walletId } = await withWallet();
    await moved(account, walletId, {
      granted_credits: '5',
      metadata: [{ key: 'order', value: '42' }],
    });
    await moved(account, walletId, { paid_credits: '5' });
    await moved(account, walletId, { voided_credits: '1' });
    const kinds = async (query: string) => {
      const path = `/wallets/${walletId}/wallet_transactions${query}`;
      const { body } = await account.call('GET', path);
      return (body.wallet_transactions as Fields[]).map((one) => one.transaction_status);
    };
    expect(await kinds('')).toEqual(['voided', 'purchased', 'granted']);
    expect(await kinds('?status=pending')).toEqual(['purchased']);
    expect(await kinds('?transaction_status=granted')).toEqual(['granted']);
    expect(await kinds('?transaction_type=outbound')).toEqual(['voided']);
    expect(await kinds('?metadata[order]=42')).toEqual(['granted']);
    expect(await kinds('?metadata[order]=43')).toEqual([]);
  });

  it('answers 404 for an unknown wallet', async () => {
    const { body } = await openAccount().call('GET', '/wallets/none/wallet_transactions');
    expect(body.code).toBe('wallet_not_found');
  });
});

describe('where credits went', () => {
  it('is told of credits that came, granted ones used before bought ones', async () => {
    const { account, walletId } = await withWallet({ rate_amount: '0.5' });
    const [bought] = await moved(account, walletId, { paid_credits: '10' });
    await account.state.runJobs();
    const pending = await account.one('GET', `/wallet_transactions/${bought?.lago_id}`);
    expect(pending.remaining_amount_cents).toBeNull();
    await account.one('PUT', `/invoices/${pending.lago_invoice_id}`, {
      invoice: { payment_status: 'succeeded' },
    });
    const [granted] = await moved(account, walletId, { granted_credits: '6' });
    const [taken] = await moved(account, walletId, { voided_credits: '8' });
    const read = (one: Fields | undefined) =>
      account.one('GET', `/wallet_transactions/${one?.lago_id}`);
    expect(await read(granted)).toMatchObject({
      remaining_amount_cents: 0,
      remaining_credit_amount: '0.0',
    });
    expect(await read(bought)).toMatchObject({
      remaining_amount_cents: 400,
      remaining_credit_amount: '8.0',
    });
    const { body } = await account.call('GET', `/wallet_transactions/${taken?.lago_id}/fundings`);
    expect(body.wallet_transaction_fundings).toMatchObject([
      {
        amount_cents: 300,
        credit_amount: '6.0',
        wallet_transaction: { lago_id: granted?.lago_id },
      },
      { amount_cents: 100, credit_amount: '2.0', wallet_transaction: { lago_id: bought?.lago_id } },
    ]);
    const used = await account.call('GET', `/wallet_transactions/${bought?.lago_id}/consumptions`);
    expect(used.body.wallet_transaction_consumptions).toMatchObject([
      { amount_cents: 100, wallet_transaction: { lago_id: taken?.lago_id } },
    ]);
    const wrong = await account.call('GET', `/wallet_transactions/${taken?.lago_id}/consumptions`);
    expect(refusedFields(wrong)).toEqual({ transaction_type: ['invalid_transaction_type'] });
  });
});

describe('POST /wallet_transactions/:id/payment_url', () => {
  it('needs bought credits that are not paid, with an invoice, and a payment provider', async () => {
    const { account, walletId } = await withWallet();
    const [bought, granted] = await moved(account, walletId, {
      paid_credits: '5',
      granted_credits: '5',
    });
    const ask = (one: Fields | undefined) =>
      account.call('POST', `/wallet_transactions/${one?.lago_id}/payment_url`);
    const refused = async (one: Fields | undefined) => refusedFields(await ask(one));
    expect(await refused(granted)).toEqual({ base: ['wallet_transaction_not_purchased'] });
    expect(await refused(bought)).toEqual({ base: ['wallet_transaction_has_no_attached_invoice'] });
    await account.state.runJobs();
    account.state.change({ paymentProvider: false });
    expect(await refused(bought)).toEqual({ base: ['no_linked_payment_provider'] });
    account.state.change({ paymentProvider: true });
    expect((await ask(bought)).body.wallet_transaction_payment_details).toMatchObject({
      lago_wallet_transaction_id: bought?.lago_id,
      payment_url: expect.stringMatching(/^https:/),
    });
  });
});
