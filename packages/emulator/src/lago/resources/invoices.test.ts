import { describe, expect, it, vi } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';
import { event, plan, subscribe, usageAccount } from '../usage-account.fixture.ts';

/** An account in which `acme` can be billed for `setup`, 10.00 USD. */
async function shop(switches = {}, customer: Fields = {}): Promise<Account> {
  const account = openAccount(switches);
  await account.one('POST', '/customers', { customer: { external_id: 'acme', ...customer } });
  await account.one('POST', '/add_ons', {
    add_on: { code: 'setup', name: 'Setup', amount_cents: 1000, amount_currency: 'USD' },
  });
  return account;
}

const oneOffFields = (fees: unknown, fields: Fields = {}) => ({
  invoice: { external_customer_id: 'acme', currency: 'USD', fees, ...fields },
});

const oneOff = (account: Account, fee: Fields = {}) =>
  account.one('POST', '/invoices', oneOffFields([{ add_on_code: 'setup', ...fee }]));

async function refusal(account: Account, method: string, path: string, body?: unknown) {
  const answer = await account.call(method, path, body);
  return [answer.status, answer.body.code, refusedFields(answer)];
}

async function listed(account: Account, query = ''): Promise<Fields[]> {
  return (await account.call('GET', `/invoices${query}`)).body.invoices as Fields[];
}

/** A draft over one gigabyte of January at 0.10, within its grace, and the account around it. */
async function draft() {
  const account = openAccount();
  await account.one('POST', '/customers', {
    customer: { external_id: 'acme', billing_configuration: { invoice_grace_period: 5 } },
  });
  const { lago_id: metricId } = await account.one('POST', '/billable_metrics', {
    billable_metric: {
      name: 'Storage',
      code: 'storage',
      aggregation_type: 'sum_agg',
      field_name: 'gb',
    },
  });
  const charge = {
    billable_metric_id: metricId,
    charge_model: 'standard',
    properties: { amount: '0.10' },
  };
  await plan(account, { amount_cents: 0, charges: [charge] });
  await subscribe(account);
  await account.one('POST', '/events', { event: event() });
  await account.state.advanceTo('2026-02-02T00:00:00Z');
  await account.state.runJobs();
  const [invoice] = await listed(account);
  return { account, id: String(invoice?.lago_id), invoice };
}

describe('POST /invoices', () => {
  it('makes a final invoice over add-ons that is there at once', async () => {
    const account = await shop({}, { net_payment_term: 10 });
    await account.one('POST', '/taxes', { tax: { code: 'vat', name: 'VAT', rate: 20 } });
    const made = await account.one(
      'POST',
      '/invoices',
      oneOffFields([
        { add_on_code: 'setup', units: 2.5, tax_codes: ['vat'], description: 'On site' },
        {
          add_on_code: 'setup',
          unit_amount_cents: 333,
          invoice_display_name: 'Half',
          from_datetime: '2026-01-01T00:00:00Z',
          to_datetime: '2026-01-31T23:59:59Z',
        },
      ]),
    );
    expect(made).toMatchObject({
      number: 'BIL-0001-202601-001',
      invoice_type: 'one_off',
      status: 'finalized',
      payment_status: 'pending',
      issuing_date: '2026-01-15',
      payment_due_date: '2026-01-25',
      fees_amount_cents: 2833,
      taxes_amount_cents: 500,
      total_amount_cents: 3333,
      total_due_amount_cents: 3333,
      customer: { external_id: 'acme' },
      applied_taxes: [
        { tax_code: 'vat', tax_rate: 20, amount_cents: 500, fees_amount_cents: 2500 },
      ],
      fees: [
        {
          item: { type: 'add_on', code: 'setup', name: 'Setup', invoice_display_name: 'Setup' },
          units: '2.5',
          amount_cents: 2500,
          precise_unit_amount: '10.0',
          description: 'On site',
          from_date: null,
        },
        {
          item: { invoice_display_name: 'Half' },
          units: '1.0',
          amount_cents: 333,
          from_date: '2026-01-01T00:00:00Z',
          to_date: '2026-01-31T23:59:59Z',
        },
      ],
    });
    expect(await account.one('GET', `/invoices/${made.lago_id}`)).toEqual(made);
  });

  it('takes the taxes of the add-on where none are told, and none where none are wanted', async () => {
    const account = await shop();
    await account.one('POST', '/taxes', { tax: { code: 'vat', name: 'VAT', rate: 20 } });
    await account.one('PUT', '/add_ons/setup', { add_on: { tax_codes: ['vat'] } });
    expect((await oneOff(account)).taxes_amount_cents).toBe(200);
    expect((await oneOff(account, { tax_codes: [] })).taxes_amount_cents).toBe(0);
  });

  it.each([
    [
      'an unknown customer',
      [{ add_on_code: 'setup' }],
      { external_customer_id: 'nobody' },
      'customer_not_found',
    ],
    ['no lines', [], {}, 'fees_not_found'],
    ['an unknown add-on', [{ add_on_code: 'nothing' }], {}, 'add_ons_not_found'],
    ['an unknown tax', [{ add_on_code: 'setup', tax_codes: ['none'] }], {}, 'tax_not_found'],
  ])('answers 404 for %s, and makes nothing', async (_title, fees, fields, code) => {
    const account = await shop();
    const answer = await account.call('POST', '/invoices', oneOffFields(fees, fields));
    expect([answer.status, answer.body.code]).toEqual([404, code]);
    expect(await listed(account)).toEqual([]);
  });

  it.each([
    ['a part of a cent', { unit_amount_cents: 10.5 }, { unit_amount_cents: ['value_is_invalid'] }],
    ['units that are no number', { units: 'many' }, { units: ['value_is_invalid'] }],
    ['no units', { units: 0 }, { units: ['value_is_invalid'] }],
  ])('refuses %s', async (_title, fee, details) => {
    const account = await shop();
    const body = oneOffFields([{ add_on_code: 'setup', ...fee }]);
    expect(await refusal(account, 'POST', '/invoices', body)).toEqual([
      422,
      'validation_errors',
      details,
    ]);
  });

  it('refuses another currency than the customer pays in', async () => {
    const account = await shop();
    await oneOff(account);
    const body = oneOffFields([{ add_on_code: 'setup' }], { currency: 'EUR' });
    const [, , details] = await refusal(account, 'POST', '/invoices', body);
    expect(details).toEqual({ currency: ['currencies_does_not_match'] });
  });
});

describe('GET /invoices', () => {
  it('leaves out of a list what one invoice has: fees, credits, subscriptions, periods', async () => {
    const account = await shop();
    await oneOff(account);
    const [row] = await listed(account);
    const missing = ['fees', 'credits', 'subscriptions', 'billing_periods'];
    expect(missing.filter((name) => name in (row ?? {}))).toEqual([]);
    const found = await account.one('GET', `/invoices/${row?.lago_id}`);
    expect(missing.filter((name) => !(name in found))).toEqual([]);
  });

  it('takes those of a status and of a payment, one or several, as scalar or list', async () => {
    const account = await shop();
    const [open, paid, voided] = [
      await oneOff(account),
      await oneOff(account),
      await oneOff(account),
    ];
    await account.one('PUT', `/invoices/${paid.lago_id}`, {
      invoice: { payment_status: 'succeeded' },
    });
    await account.one('POST', `/invoices/${voided.lago_id}/void`);
    const ids = async (query: string) =>
      new Set((await listed(account, query)).map(({ lago_id }) => lago_id));
    expect(await ids('?status=voided')).toEqual(new Set([voided.lago_id]));
    expect(await ids('?statuses[]=voided&statuses[]=draft')).toEqual(new Set([voided.lago_id]));
    expect(await ids('?payment_status=succeeded')).toEqual(new Set([paid.lago_id]));
    expect(await ids('?payment_statuses[]=pending&status=finalized')).toEqual(
      new Set([open.lago_id]),
    );
    expect(await ids('?invoice_type=subscription')).toEqual(new Set());
    expect(await refusal(account, 'GET', '/invoices?status=done')).toEqual([
      422,
      'validation_errors',
      { status: ['value_is_invalid'] },
    ]);
  });

  it('takes both days of issue, and ignores in silence what is no day', async () => {
    const account = await shop();
    await oneOff(account);
    const count = async (query: string) => (await listed(account, query)).length;
    expect(await count('?issuing_date_from=2026-01-15&issuing_date_to=2026-01-15')).toBe(1);
    expect(await count('?issuing_date_from=2026-01-16')).toBe(0);
    expect(await count('?issuing_date_to=2026-01-14')).toBe(0);
    expect(await count('?issuing_date_from=tomorrow&issuing_date_to=2026-99-99')).toBe(1);
  });

  it('takes those of a customer, an amount, a number, a metadata value, and overdue ones', async () => {
    const account = await shop({}, { net_payment_term: 3 });
    await account.one('POST', '/customers', { customer: { external_id: 'other' } });
    const { lago_id: id, number } = await oneOff(account, { units: 3 });
    await account.one('PUT', `/invoices/${id}`, {
      invoice: { metadata: [{ key: 'order', value: '42' }] },
    });
    const isFound = async (query: string) => (await listed(account, query)).length === 1;
    expect(await isFound('?external_customer_id=acme&amount_from=3000&amount_to=3000')).toBe(true);
    expect(await isFound('?amount_from=3001')).toBe(false);
    expect(await isFound('?external_customer_id=other')).toBe(false);
    expect(await isFound(`?search_term=${number}`)).toBe(true);
    expect(await isFound('?metadata[order]=42')).toBe(true);
    expect(await isFound('?metadata[order]=')).toBe(false);
    expect(await isFound('?payment_overdue=true')).toBe(false);
    await account.state.advanceTo('2026-01-19T00:00:00Z');
    expect(await isFound('?payment_overdue=true')).toBe(true);
    expect((await account.call('GET', '/customers/acme/invoices')).body.invoices).toHaveLength(1);
    expect((await account.call('GET', '/customers/nobody/invoices')).body.code).toBe(
      'customer_not_found',
    );
  });

  it('trap 15: orders by the day of issue, newest first', async () => {
    const account = await shop();
    const first = await oneOff(account);
    await account.state.advanceTo('2026-01-16T00:00:00Z');
    const second = await oneOff(account);
    const ids = (await listed(account)).map(({ lago_id }) => lago_id);
    expect(ids).toEqual([second.lago_id, first.lago_id]);
  });

  it('answers 404 for an unknown id', async () => {
    expect((await refusal(await shop(), 'GET', '/invoices/none'))[1]).toBe('invoice_not_found');
  });
});

describe('PUT /invoices/:id', () => {
  it('records a payment and tells of it', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const send = vi.spyOn(account.state.webhooks, 'send');
    const paid = await account.one('PUT', `/invoices/${id}`, {
      invoice: { payment_status: 'succeeded' },
    });
    expect(paid).toMatchObject({
      payment_status: 'succeeded',
      total_paid_amount_cents: 1000,
      total_due_amount_cents: 0,
      fees: [{ payment_status: 'succeeded', succeeded_at: '2026-01-15T12:00:00Z' }],
    });
    expect(send.mock.calls.map(([type]) => type)).toEqual(['invoice.payment_status_updated']);
  });

  it('trap 10: replaces all rows of metadata; those sent with their id stay', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const put = async (metadata: unknown) =>
      (await account.one('PUT', `/invoices/${id}`, { invoice: { metadata } })).metadata as Fields[];
    const rows = await put([
      { key: 'a', value: '1' },
      { key: 'b', value: '2' },
    ]);
    const changed = await put([{ id: rows[0]?.lago_id, key: 'a', value: '3' }]);
    expect(changed).toEqual([{ ...rows[0], value: '3' }]);
    expect(await put([])).toEqual([]);
  });

  it.each([
    [
      'six rows',
      Array.from({ length: 6 }, (_, i) => ({ key: `k${i}`, value: 'v' })),
      { metadata: ['invalid_count'] },
    ],
    [
      'a key of 21 characters',
      [{ key: 'k'.repeat(21), value: 'v' }],
      { key: ['value_is_too_long'] },
    ],
    [
      'a value of 141 characters',
      [{ key: 'k', value: 'v'.repeat(141) }],
      { value: ['value_is_too_long'] },
    ],
    ['a blank value', [{ key: 'k', value: '' }], { value: ['value_is_mandatory'] }],
  ])('refuses %s of metadata', async (_title, metadata, details) => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const body = { invoice: { metadata } };
    expect((await refusal(account, 'PUT', `/invoices/${id}`, body))[2]).toEqual(details);
  });

  it('trap 2: refuses a draft and a voided invoice with 405 and a code', async () => {
    const { account, id } = await draft();
    const put = (invoice: Fields) => refusal(account, 'PUT', `/invoices/${id}`, { invoice });
    expect((await put({ metadata: [] })).slice(0, 2)).toEqual([405, 'metadata_on_draft_invoice']);
    expect((await put({ payment_status: 'succeeded' })).slice(0, 2)).toEqual([
      405,
      'payment_status_update_on_draft_invoice',
    ]);
    await account.one('PUT', `/invoices/${id}/finalize`);
    await account.one('POST', `/invoices/${id}/void`);
    expect((await put({ metadata: [] })).slice(0, 2)).toEqual([405, 'update_on_voided_invoice']);
  });

  it('refuses an unknown outcome of a payment', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const body = { invoice: { payment_status: 'paid' } };
    expect((await refusal(account, 'PUT', `/invoices/${id}`, body))[2]).toEqual({
      payment_status: ['value_is_invalid'],
    });
  });
});

describe('documents of invoices', () => {
  it('trap 1: the first download answers 200 without a body; a job makes the file', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const send = vi.spyOn(account.state.webhooks, 'send');
    const first = await account.call('POST', `/invoices/${id}/download`);
    expect([first.status, first.text]).toEqual([200, '']);
    await account.state.runJobs();
    expect(send.mock.calls.map(([type]) => type)).toEqual(['invoice.generated']);
    const { file_url: url } = await account.one('POST', `/invoices/${id}/download_pdf`);
    const file = await account.send(new URL(String(url)).pathname);
    expect(file.status).toBe(200);
    expect(file.text).toContain('BIL-0001-202601-001');
  });

  it('trap 25: lead to a file only with the token of the link', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    await account.call('POST', `/invoices/${id}/download`);
    await account.state.runJobs();
    const { file_url: url } = await account.one('GET', `/invoices/${id}`);
    expect(String(url)).not.toContain(String(id));
    const guessed = new URL(String(url)).pathname.replace(/redirect\/[^/]+/, `redirect/${id}`);
    expect((await account.send(guessed)).status).toBe(404);
  });

  it('do not exist of drafts', async () => {
    const { account, id } = await draft();
    expect((await refusal(account, 'POST', `/invoices/${id}/download`)).slice(0, 2)).toEqual([
      404,
      'invoice_not_found',
    ]);
  });
});

describe('drafts', () => {
  it('have a number without a place, and amounts that change until they are final', async () => {
    const { account, id, invoice } = await draft();
    expect(invoice).toMatchObject({
      status: 'draft',
      number: 'BIL-0001-DRAFT',
      sequential_id: null,
      total_amount_cents: 10,
    });
    const late = event({ transaction_id: 'late', timestamp: 1769900000 });
    await account.one('POST', '/events', { event: late });
    await account.state.runJobs();
    expect((await account.one('GET', `/invoices/${id}`)).total_amount_cents).toBe(10);
    const refreshed = await account.one('PUT', `/invoices/${id}/refresh`);
    expect(refreshed).toMatchObject({ status: 'draft', total_amount_cents: 20 });
  });

  it('become final when they are told to, once', async () => {
    const { account, id } = await draft();
    const send = vi.spyOn(account.state.webhooks, 'send');
    const final = await account.one('PUT', `/invoices/${id}/finalize`);
    expect(final).toMatchObject({ status: 'finalized', number: 'BIL-0001-202602-001' });
    expect(send.mock.calls.map(([type]) => type)).toEqual(['invoice.created']);
    expect((await refusal(account, 'PUT', `/invoices/${id}/finalize`)).slice(0, 2)).toEqual([
      404,
      'invoice_not_found',
    ]);
    expect(await account.one('PUT', `/invoices/${id}/refresh`)).toEqual(final);
  });

  it('become final by themselves when their grace ends, and that is told once', async () => {
    const { account, id } = await draft();
    const send = vi.spyOn(account.state.webhooks, 'send');
    await account.state.advanceTo('2026-02-07T00:00:00Z');
    await account.state.runJobs();
    expect((await account.one('GET', `/invoices/${id}`)).status).toBe('finalized');
    const types = send.mock.calls.map(([type]) => type);
    expect(types.filter((type) => type.startsWith('invoice.'))).toEqual(['invoice.created']);
  });

  it('are not deleted here, and final invoices nowhere', async () => {
    const { account, id } = await draft();
    expect((await refusal(account, 'DELETE', `/invoices/${id}`))[0]).toBe(501);
    await account.one('PUT', `/invoices/${id}/finalize`);
    expect((await refusal(account, 'DELETE', `/invoices/${id}`)).slice(0, 2)).toEqual([
      405,
      'not_deletable',
    ]);
  });
});

describe('what final invoices go through', () => {
  it('trap 2: are voided once, and not when they are paid', async () => {
    const account = await shop();
    const [open, paid] = [await oneOff(account), await oneOff(account)];
    await account.one('PUT', `/invoices/${paid.lago_id}`, {
      invoice: { payment_status: 'succeeded' },
    });
    const voided = await account.one('POST', `/invoices/${open.lago_id}/void`);
    expect(voided).toMatchObject({ status: 'voided', voided_at: '2026-01-15T12:00:00Z' });
    for (const { lago_id: id } of [open, paid]) {
      expect((await refusal(account, 'POST', `/invoices/${id}/void`)).slice(0, 2)).toEqual([
        405,
        'not_voidable',
      ]);
    }
  });

  it('trap 19: are voided with a credit note only with a licence', async () => {
    const body = { generate_credit_note: true };
    const free = await shop({ premium: false });
    const { lago_id: id } = await oneOff(free);
    expect(await refusal(free, 'POST', `/invoices/${id}/void`, body)).toEqual([
      403,
      'feature_unavailable',
      undefined,
    ]);
    expect((await free.one('GET', `/invoices/${id}`)).status).toBe('finalized');
  });

  it('give back what they used of a wallet, as credits granted anew', async () => {
    const account = await usageAccount();
    const { lago_id: walletId } = await account.one('POST', '/wallets', {
      wallet: {
        external_customer_id: 'acme',
        rate_amount: '1',
        currency: 'USD',
        granted_credits: '0.2',
      },
    });
    await account.state.runJobs();
    await account.one('DELETE', '/subscriptions/acme-pro');
    await account.state.runJobs();
    const [invoice] = await listed(account);
    // A day of 31 at 10.00, less what the wallet holds.
    expect(invoice).toMatchObject({ prepaid_credit_amount_cents: 20, total_amount_cents: 12 });
    await account.one('POST', `/invoices/${invoice?.lago_id}/void`);
    const { body } = await account.call('GET', `/wallets/${walletId}/wallet_transactions`);
    expect(body.wallet_transactions).toMatchObject([
      {
        transaction_type: 'inbound',
        transaction_status: 'granted',
        lago_invoice_id: null,
        lago_voided_invoice_id: invoice?.lago_id,
      },
      {
        transaction_type: 'outbound',
        transaction_status: 'invoiced',
        lago_invoice_id: invoice?.lago_id,
      },
      { transaction_status: 'granted' },
    ]);
  });

  it('quirk a: keep the moment of a lost dispute with milliseconds', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const lost = await account.one('POST', `/invoices/${id}/lose_dispute`);
    expect(lost.payment_dispute_lost_at).toBe('2026-01-15T12:00:00.000Z');
    const { account: other, id: draftId } = await draft();
    expect((await refusal(other, 'POST', `/invoices/${draftId}/lose_dispute`)).slice(0, 2)).toEqual(
      [405, 'not_disputable'],
    );
  });

  it('are computed again only where that failed', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    expect((await refusal(account, 'POST', `/invoices/${id}/retry`)).slice(0, 2)).toEqual([
      405,
      'invalid_status',
    ]);
  });

  it('trap 1: a payment is tried again behind an answer without a body', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const answer = await account.call('POST', `/invoices/${id}/retry_payment`);
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect((await account.one('GET', `/invoices/${id}`)).payment_status).toBe('pending');
    await account.state.runJobs();
    expect((await account.one('GET', `/invoices/${id}`)).payment_status).toBe('succeeded');
    expect((await refusal(account, 'POST', `/invoices/${id}/retry_payment`)).slice(0, 2)).toEqual([
      405,
      'invalid_status',
    ]);
  });

  it('have a page to pay them while they are open and somebody takes payments', async () => {
    const account = await shop();
    const { lago_id: id } = await oneOff(account);
    const path = `/invoices/${id}/payment_url`;
    expect(await account.one('POST', path)).toMatchObject({
      lago_invoice_id: id,
      external_customer_id: 'acme',
      payment_url: expect.stringMatching(/^https:/),
    });
    account.state.change({ paymentProvider: false });
    expect((await refusal(account, 'POST', path))[2]).toEqual({
      base: ['no_linked_payment_provider'],
    });
    account.state.change({ paymentProvider: true });
    await account.one('POST', `/invoices/${id}/void`);
    expect((await refusal(account, 'POST', path))[2]).toEqual({
      base: ['invalid_invoice_status_or_payment_status'],
    });
  });
});

describe('POST /invoices/preview', () => {
  const existing = {
    customer: { external_id: 'acme' },
    subscriptions: { external_ids: ['acme-pro'] },
  };

  it('trap 19: needs a licence', async () => {
    const account = await usageAccount({}, { premium: false });
    expect((await refusal(account, 'POST', '/invoices/preview', existing)).slice(0, 2)).toEqual([
      403,
      'feature_unavailable',
    ]);
  });

  it('computes the next invoice of a subscription without ids, and makes none', async () => {
    const account = await usageAccount();
    await account.one('POST', '/events', { event: event({ properties: { gb: 30 } }) });
    await account.state.runJobs();
    const preview = await account.one('POST', '/invoices/preview', existing);
    expect(preview).toMatchObject({ lago_id: null, status: 'draft', invoice_type: 'subscription' });
    const fees = preview.fees as Fields[];
    expect(fees.map(({ lago_id, amount_cents }) => [lago_id, amount_cents])).toContainEqual([
      null,
      300,
    ]);
    await account.state.runJobs();
    expect(await listed(account)).toEqual([]);
  });

  it('computes the first invoice of a plan that a customer might take', async () => {
    const account = await usageAccount();
    await plan(account, { code: 'big', amount_cents: 5000, pay_in_advance: true });
    const preview = await account.one('POST', '/invoices/preview', {
      customer: { external_id: 'acme' },
      plan_code: 'big',
      billing_time: 'anniversary',
    });
    expect(preview.fees_amount_cents).toBe(5000);
  });

  it.each([
    [
      'an unknown customer',
      { customer: { external_id: 'nobody' }, plan_code: 'pro' },
      'customer_not_found',
    ],
    ['an unknown plan', { customer: { external_id: 'acme' }, plan_code: 'none' }, 'plan_not_found'],
    [
      'an unknown subscription',
      { customer: { external_id: 'acme' }, subscriptions: { external_ids: ['none'] } },
      'subscription_not_found',
    ],
  ])('answers 404 for %s', async (_title, body, code) => {
    const account = await usageAccount();
    expect((await refusal(account, 'POST', '/invoices/preview', body)).slice(0, 2)).toEqual([
      404,
      code,
    ]);
  });

  it('answers 400 for coupons that are no list', async () => {
    const body = { ...existing, coupons: 'summer' };
    const { status, body: refused } = await (await usageAccount()).call(
      'POST',
      '/invoices/preview',
      body,
    );
    expect([status, refused.error]).toEqual([400, 'coupons_must_be_an_array']);
  });
});
