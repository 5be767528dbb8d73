import { describe, expect, it, vi } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';

const walletFields = (fields: Fields = {}) => ({
  wallet: { external_customer_id: 'acme', rate_amount: '1.0', currency: 'USD', ...fields },
});

async function withCustomer(switches = {}): Promise<Account> {
  const account = openAccount(switches);
  await account.one('POST', '/customers', { customer: { external_id: 'acme' } });
  return account;
}

const wallet = (account: Account, fields: Fields = {}) =>
  account.one('POST', '/wallets', walletFields(fields));

const refusal = async (account: Account, fields: Fields) => {
  const answer = await account.call('POST', '/wallets', walletFields(fields));
  return [answer.status, refusedFields(answer)];
};

describe('POST /wallets', () => {
  it('trap 16: answers an empty wallet; its first credits come by a job', async () => {
    const account = await withCustomer();
    const made = await wallet(account, {
      paid_credits: '5',
      granted_credits: '10.123456',
      transaction_name: 'Welcome',
      transaction_metadata: [{ key: 'source', value: 'web' }],
    });
    expect(made).toMatchObject({ credits_balance: '0.0', balance_cents: 0, status: 'active' });
    await account.state.runJobs();
    const found = await account.one('GET', `/wallets/${made.lago_id}`);
    expect(found.balance_cents).toBe(1012);
    const { body } = await account.call('GET', `/wallets/${made.lago_id}/wallet_transactions`);
    expect(body.wallet_transactions).toMatchObject([
      { transaction_status: 'granted', credit_amount: '10.12345', name: 'Welcome' },
      {
        transaction_status: 'purchased',
        status: 'pending',
        metadata: [{ key: 'source', value: 'web' }],
      },
    ]);
    expect(account.state.jobErrors).toEqual([]);
  });

  it('trap 7: writes decimals as strings, cents as whole numbers, and moments to the second', async () => {
    const account = await withCustomer();
    const made = await wallet(account, { rate_amount: '0.25', granted_credits: '100' });
    await account.state.runJobs();
    expect(await account.one('GET', `/wallets/${made.lago_id}`)).toMatchObject({
      rate_amount: '0.25',
      credits_balance: '100.0',
      consumed_credits: '0.0',
      balance_cents: 2500,
      created_at: '2026-01-15T12:00:00Z',
    });
  });

  it('trap 17: refuses an unknown customer with 422', async () => {
    const account = openAccount();
    expect(await refusal(account, {})).toEqual([422, { customer: ['customer_not_found'] }]);
  });

  it('trap 17: gives a customer six active wallets', async () => {
    const account = await withCustomer();
    const made: Fields[] = [];
    for (let count = 0; count < 6; count++) made.push(await wallet(account));
    expect(await refusal(account, {})).toEqual([422, { customer: ['wallet_limit_reached'] }]);
    await account.one('DELETE', `/wallets/${made[0]?.lago_id}`);
    expect((await wallet(account)).status).toBe('active');
  });

  it('trap 17: fails on rules of automatic top-ups without a licence', async () => {
    const rules = [{ trigger: 'threshold', threshold_credits: '10', paid_credits: '5' }];
    const fields = walletFields({ recurring_transaction_rules: rules });
    const free = await withCustomer({ premium: false });
    expect((await free.call('POST', '/wallets', fields)).status).toBe(500);
    const licensed = await withCustomer();
    expect((await licensed.call('POST', '/wallets', fields)).status).toBe(501);
  });

  it('trap 7: refuses credits and rates that are JSON numbers, and names all that is wrong', async () => {
    const account = await withCustomer();
    const fields = {
      rate_amount: 1,
      paid_credits: 10,
      granted_credits: 'ten',
      currency: 'XXZ',
      priority: 51,
      expiration_at: '2026-01-15T11:59:59Z',
    };
    expect(await refusal(account, fields)).toEqual([
      422,
      {
        rate_amount: ['value_is_invalid'],
        paid_credits: ['invalid_paid_credits', 'invalid_amount'],
        granted_credits: ['invalid_granted_credits', 'invalid_amount'],
        currency: ['value_is_invalid'],
        priority: ['value_is_invalid'],
        expiration_at: ['invalid_date'],
      },
    ]);
  });

  it.each([
    ['without a rate', { rate_amount: null }, { rate_amount: ['value_is_mandatory'] }],
    ['a rate of nothing', { rate_amount: '0.00' }, { rate_amount: ['value_is_out_of_range'] }],
    ['an end that is no moment', { expiration_at: 'soon' }, { expiration_at: ['invalid_date'] }],
    [
      'an unknown metric',
      { applies_to: { billable_metric_codes: ['nothing'] } },
      { applies_to: ['invalid_limitations'] },
    ],
    [
      'a top-up below the least one',
      { paid_credits: '1', paid_top_up_min_amount_cents: 200 },
      { paid_credits: ['amount_below_minimum'] },
    ],
    ['metadata that is no map', { metadata: ['a'] }, { metadata: ['invalid_type'] }],
  ])('refuses %s', async (_title, fields, details) => {
    expect(await refusal(await withCustomer(), fields)).toEqual([422, details]);
  });

  it('refuses another currency than the customer pays in', async () => {
    const account = await withCustomer();
    await wallet(account);
    const details = { currency: ['currencies_does_not_match'] };
    expect(await refusal(account, { currency: 'EUR' })).toEqual([422, details]);
  });

  it('takes a code once among the active wallets of a customer', async () => {
    const account = await withCustomer();
    await account.one('POST', '/customers', { customer: { external_id: 'other' } });
    const first = await wallet(account, { code: 'main' });
    expect(await refusal(account, { code: 'main' })).toEqual([
      422,
      { code: ['value_already_exist'] },
    ]);
    await wallet(account, { code: 'main', external_customer_id: 'other' });
    await account.one('DELETE', `/wallets/${first.lago_id}`);
    expect((await wallet(account, { code: 'main' })).code).toBe('main');
  });

  it('answers 400 without the root key', async () => {
    const account = await withCustomer();
    expect((await account.call('POST', '/wallets', { name: 'x' })).status).toBe(400);
  });
});

describe('GET /wallets', () => {
  it('trap 14: lists all, of a customer or of a currency, newest first; 404 for an unknown customer', async () => {
    const account = await withCustomer();
    await account.one('POST', '/customers', { customer: { external_id: 'other' } });
    const first = await wallet(account);
    const second = await wallet(account, { external_customer_id: 'other', currency: 'EUR' });
    const ids = async (query: string) => {
      const { body } = await account.call('GET', `/wallets${query}`);
      return (body.wallets as Fields[]).map(({ lago_id }) => lago_id);
    };
    expect(await ids('')).toEqual([second.lago_id, first.lago_id]);
    expect(await ids('?external_customer_id=acme')).toEqual([first.lago_id]);
    expect(await ids('?currency=EUR')).toEqual([second.lago_id]);
    expect((await account.call('GET', '/wallets?external_customer_id=nobody')).body.code).toBe(
      'customer_not_found',
    );
    const { body } = await account.call('GET', '/customers/acme/wallets');
    expect(body.wallets).toMatchObject([{ lago_id: first.lago_id }]);
  });

  it('answers 404 for an unknown id', async () => {
    const { status, body } = await openAccount().call('GET', '/wallets/none');
    expect([status, body.code]).toEqual([404, 'wallet_not_found']);
  });
});

describe('PUT /wallets/:id', () => {
  it('trap 11: changes what may change and ignores rate and currency', async () => {
    const account = await withCustomer();
    const { lago_id: id } = await wallet(account, { name: 'First', metadata: { a: '1' } });
    const changed = await account.one('PUT', `/wallets/${id}`, {
      wallet: {
        name: null,
        priority: 3,
        rate_amount: '9',
        currency: 'EUR',
        expiration_at: '2026-02-01T00:00:00Z',
        metadata: { b: '2' },
      },
    });
    expect(changed).toMatchObject({
      name: null,
      priority: 3,
      rate_amount: '1.0',
      currency: 'USD',
      expiration_at: '2026-02-01T00:00:00Z',
    });
    expect(changed.metadata).toEqual({ b: '2' });
    const kept = await account.one('PUT', `/wallets/${id}`, {
      wallet: { metadata: null, priority: null, code: null, expiration_at: null },
    });
    expect(kept).toMatchObject({ priority: 3, metadata: { b: '2' }, expiration_at: null });
  });

  it('leaves the list of limits that is not mentioned', async () => {
    const account = await withCustomer();
    await account.one('POST', '/billable_metrics', {
      billable_metric: { name: 'Calls', code: 'calls', aggregation_type: 'count_agg' },
    });
    const limits = { fee_types: ['charge'], billable_metric_codes: ['calls'] };
    const { lago_id: id, applies_to } = await wallet(account, { applies_to: limits });
    expect(applies_to).toEqual(limits);
    const put = (change: Fields) =>
      account.one('PUT', `/wallets/${id}`, { wallet: { applies_to: change } });
    expect((await put({ fee_types: [] })).applies_to).toEqual({ ...limits, fee_types: [] });
    const none = { fee_types: [], billable_metric_codes: [] };
    expect((await put({ billable_metric_codes: [] })).applies_to).toEqual(none);
  });

  it('ignores rules of automatic top-ups without a licence', async () => {
    const account = await withCustomer({ premium: false });
    const { lago_id: id } = await wallet(account);
    const changed = await account.one('PUT', `/wallets/${id}`, {
      wallet: { recurring_transaction_rules: [{ trigger: 'interval' }], name: 'Kept' },
    });
    expect(changed).toMatchObject({ name: 'Kept', recurring_transaction_rules: [] });
  });

  it('refuses a wallet that has ended', async () => {
    const account = await withCustomer();
    const { lago_id: id } = await wallet(account);
    await account.one('DELETE', `/wallets/${id}`);
    const answer = await account.call('PUT', `/wallets/${id}`, { wallet: { name: 'x' } });
    expect(refusedFields(answer)).toEqual({ wallet_id: ['wallet_is_terminated'] });
  });
});

describe('DELETE /wallets/:id', () => {
  it('trap 3: ends the wallet once, and answers the same the second time', async () => {
    const account = await withCustomer();
    const send = vi.spyOn(account.state.webhooks, 'send');
    const { lago_id: id } = await wallet(account, { granted_credits: '10' });
    await account.state.runJobs();
    const ended = await account.one('DELETE', `/wallets/${id}`);
    expect(ended).toMatchObject({
      status: 'terminated',
      terminated_at: '2026-01-15T12:00:00.000Z',
    });
    expect(await account.one('DELETE', `/wallets/${id}`)).toEqual(ended);
    const types = send.mock.calls.map(([type]) => type);
    expect(types).toEqual(['wallet.created', 'wallet_transaction.created', 'wallet.terminated']);
  });

  it('goes on to show what the wallet held, without a transaction that took it', async () => {
    const account = await withCustomer();
    const { lago_id: id } = await wallet(account, { granted_credits: '10', rate_amount: '0.5' });
    await account.state.runJobs();
    expect(await account.one('DELETE', `/wallets/${id}`)).toMatchObject({
      credits_balance: '10.0',
      balance_cents: 500,
    });
    const { body } = await account.call('GET', `/wallets/${id}/wallet_transactions`);
    expect(body.wallet_transactions).toMatchObject([{ transaction_status: 'granted' }]);
  });

  it('comes by itself at the end that was set', async () => {
    const account = await withCustomer();
    const { lago_id: id } = await wallet(account, {
      granted_credits: '10',
      expiration_at: '2026-01-20T00:00:00Z',
    });
    await account.state.advanceTo('2026-01-21T00:00:00Z');
    expect(await account.one('GET', `/wallets/${id}`)).toMatchObject({
      status: 'terminated',
      terminated_at: '2026-01-20T00:00:00.000Z',
      balance_cents: 1000,
    });
  });
});

describe('wallets by code', () => {
  it('are found, changed and ended below their customer', async () => {
    const account = await withCustomer();
    const path = '/customers/acme/wallets';
    const { lago_id: id } = await account.one('POST', path, {
      wallet: { code: 'main', rate_amount: '1', currency: 'USD' },
    });
    expect((await account.one('GET', `${path}/main`)).lago_id).toBe(id);
    await account.one('PUT', `${path}/main`, { wallet: { code: 'first' } });
    expect((await account.call('GET', `${path}/main`)).body.code).toBe('wallet_not_found');
    expect((await account.one('DELETE', `${path}/first`)).status).toBe('terminated');
  });

  it('answer 404 for an unknown customer', async () => {
    const { body } = await openAccount().call('GET', '/customers/nobody/wallets/main');
    expect(body.code).toBe('customer_not_found');
  });
});

describe('metadata of a wallet', () => {
  it('quirk d.6: is a map: POST replaces, PATCH merges, DELETE clears a key or all', async () => {
    const account = await withCustomer();
    const { lago_id: id } = await wallet(account, { code: 'main', metadata: { a: '1' } });
    const path = `/wallets/${id}/metadata`;
    const call = async (method: string, suffix = '', metadata?: unknown) =>
      (await account.call(method, path + suffix, metadata && { metadata })).body;
    expect(await call('POST', '', { b: '2', c: null })).toEqual({ metadata: { b: '2', c: null } });
    expect(await call('PATCH', '', { d: '3' })).toEqual({
      metadata: { b: '2', c: null, d: '3' },
    });
    expect(await call('DELETE', '/c')).toEqual({ metadata: { b: '2', d: '3' } });
    expect(await call('DELETE', '/c')).toMatchObject({ status: 404, code: 'metadata_not_found' });
    const below = await account.call('DELETE', '/customers/acme/wallets/main/metadata');
    expect(below.body).toEqual({ metadata: null });
    expect((await account.one('GET', `/wallets/${id}`)).metadata).toBeNull();
  });

  it('refuses more than 50 keys', async () => {
    const account = await withCustomer();
    const { lago_id: id } = await wallet(account, { metadata: { first: '1' } });
    const keys = Array.from({ length: 50 }, (_, index) => [`key${index}`, '1']);
    const metadata = Object.fromEntries(keys);
    const answer = await account.call('PATCH', `/wallets/${id}/metadata`, { metadata });
    expect(refusedFields(answer)).toEqual({ metadata: ['invalid_count'] });
    expect((await account.call('POST', `/wallets/${id}/metadata`, { metadata })).status).toBe(200);
  });
});
