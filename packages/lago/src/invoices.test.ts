import { BillingError, type CreateInvoiceInput } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  lagoTransaction,
  lagoWallet,
  onePage,
  unprocessable,
} from './credits/lago-wallet.fixture.ts';
import { lagoFee, lagoInvoice, lagoTax } from './invoices/lago-invoice.fixture.ts';
import { AT_ONCE, lagoHost, lagoProvider, missing, TAKEN } from './plans/lago-objects.fixture.ts';
import type { LagoInvoice } from './wire/invoice.ts';

const ref = { invoiceId: 'invoice-id' };
const usd = (amount: string) => ({ amount, currency: 'USD' });
const conflict = (code: string) => ({ status: 405, error: 'Method Not Allowed', code });

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

const answer = (fields: Partial<LagoInvoice> = {}) => ({ invoice: lagoInvoice(fields) });

const serveInvoice = (fields: Partial<LagoInvoice> = {}) =>
  lagoHost().get('/invoices/invoice-id').reply(200, answer(fields));

/** Takes a body and answers. */
function take(method: 'post' | 'put', path: string, reply: nock.Body | undefined, status = 200) {
  const seen: { body?: unknown } = {};
  lagoHost()
    [method](path, (body: unknown) => {
      seen.body = body;
      return true;
    })
    .reply(status, reply);
  return seen;
}

describe('invoices.get', () => {
  it('reads an invoice in one request where nothing else is to be told', async () => {
    serveInvoice();
    const invoice = await lagoProvider().invoices.get(ref);
    expect(invoice).toMatchObject({ id: 'invoice-id', totals: { total: usd('10.00') } });
  });

  it('refuses the reply for another one', async () => {
    serveInvoice({ lago_id: 'other-id' });
    expect((await failureOf(lagoProvider().invoices.get(ref))).code).toBe('malformed_response');
  });

  it('refuses an unknown one by name', async () => {
    lagoHost().get('/invoices/invoice-id').reply(404, missing('invoice'));
    expect(await failureOf(lagoProvider().invoices.get(ref))).toMatchObject({
      code: 'not_found',
      details: { resource: 'invoice', key: 'invoice-id' },
    });
  });

  it('reads a fee by itself where its taxes cannot be told from the invoice', async () => {
    const taxes = [lagoTax('vat', 20), lagoTax('luxury', 20)];
    serveInvoice({ applied_taxes: taxes, fees: [lagoFee({ taxes_rate: 20 })] });
    const fee = lagoFee({ taxes_rate: 20, applied_taxes: [lagoTax('luxury', 20)] });
    lagoHost().get('/fees/fee-id').reply(200, { fee });
    const { fees } = await lagoProvider().invoices.get(ref);
    expect(fees[0]?.taxes.map(({ code }) => code)).toEqual(['luxury']);
  });

  it("finds the customer's coupon by the credit: the same coupon may be there twice", async () => {
    const credit = { lago_id: 'credit', amount_cents: 100, item: couponItem };
    serveInvoice({ credits: [credit], coupons_amount_cents: 100 });
    const applied = (lago_id: string, credits: string[]) => ({
      lago_id,
      coupon_code: 'WELCOME',
      credits: credits.map((id) => ({ lago_id: id })),
    });
    lagoHost()
      .get('/applied_coupons')
      .query({ external_customer_id: 'acme', page: 1, per_page: 100 })
      .reply(200, onePage('applied_coupons', [applied('new', ['credit']), applied('old', ['x'])]));
    const { coupons } = await lagoProvider().invoices.get(ref);
    expect(coupons.map(({ appliedCouponId }) => appliedCouponId)).toEqual(['new']);
  });

  it('asks the wallets what an invoice used of them, in the order of their use', async () => {
    serveInvoice({ prepaid_credit_amount_cents: 700 });
    const wallets = [
      lagoWallet({ lago_id: 'young', created_at: '2026-01-03T00:00:00Z' }),
      lagoWallet({ lago_id: 'old' }),
      lagoWallet({ lago_id: 'first', priority: 1, created_at: '2026-01-04T00:00:00Z' }),
    ];
    lagoHost().get('/wallets').query(true).reply(200, onePage('wallets', wallets));
    const use = (lago_wallet_id: string, lago_invoice_id: string, amount: string) =>
      lagoTransaction({ ...spent, lago_wallet_id, lago_invoice_id, amount, credit_amount: amount });
    serveUses('young', use('young', 'other-id', '9.0'));
    serveUses('old', use('old', 'invoice-id', '3.0'));
    serveUses('first', use('first', 'invoice-id', '4.0'));
    const { prepaidCredits } = await lagoProvider().invoices.get(ref);
    expect(prepaidCredits).toEqual([
      { walletId: 'first', amount: usd('4.00') },
      { walletId: 'old', amount: usd('3.00') },
    ]);
  });

  it('puts wallets of the same second in the order of their making, which Lago lists backwards', async () => {
    serveInvoice({ prepaid_credit_amount_cents: 700 });
    const wallets = [lagoWallet({ lago_id: 'second' }), lagoWallet({ lago_id: 'first' })];
    lagoHost().get('/wallets').query(true).reply(200, onePage('wallets', wallets));
    const use = (lago_wallet_id: string, amount: string) =>
      lagoTransaction({
        ...spent,
        lago_wallet_id,
        lago_invoice_id: 'invoice-id',
        amount,
        credit_amount: amount,
      });
    serveUses('second', use('second', '3.0'));
    serveUses('first', use('first', '4.0'));
    const { prepaidCredits } = await lagoProvider().invoices.get(ref);
    expect(prepaidCredits.map(({ walletId }) => walletId)).toEqual(['first', 'second']);
  });

  it('names no wallet where the customer is gone, and still adds up', async () => {
    serveInvoice({ prepaid_credit_amount_cents: 700 });
    lagoHost().get('/wallets').query(true).reply(404, missing('customer'));
    const { prepaidCredits } = await lagoProvider().invoices.get(ref);
    expect(prepaidCredits).toEqual([{ walletId: 'unknown', amount: usd('7.00') }]);
  });

  it('refuses wallets that paid more than the invoice used', async () => {
    serveInvoice({ prepaid_credit_amount_cents: 100 });
    lagoHost()
      .get('/wallets')
      .query(true)
      .reply(200, onePage('wallets', [lagoWallet()]));
    serveUses('wallet-id', lagoTransaction({ ...spent, lago_invoice_id: 'invoice-id' }));
    expect((await failureOf(lagoProvider().invoices.get(ref))).code).toBe('malformed_response');
  });
});

const couponItem = { type: 'coupon', lago_item_id: 'coupon-id', code: 'WELCOME' };
const spent = { transaction_type: 'outbound', transaction_status: 'invoiced' };

function serveUses(walletId: string, ...rows: readonly object[]): void {
  lagoHost()
    .get(`/wallets/${walletId}/wallet_transactions`)
    .query({ transaction_status: 'invoiced', page: 1, per_page: 100 })
    .reply(200, onePage('wallet_transactions', rows));
}

describe('invoices.list', () => {
  const listed = (ids: readonly string[]) =>
    onePage(
      'invoices',
      ids.map((lago_id) => ({ lago_id })),
    );

  it('reads each invoice of the page by itself, five at a time, in their order', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `id-${index}`);
    let reading = 0;
    let most = 0;
    lagoHost().get('/invoices').query(true).reply(200, listed(ids));
    for (const id of ids) {
      lagoHost()
        .get(`/invoices/${id}`)
        .delay(5)
        .reply(() => {
          reading += 1;
          most = Math.max(most, reading);
          return [200, answer({ lago_id: id })];
        })
        .on('replied', () => {
          reading -= 1;
        });
    }
    const page = await lagoProvider().invoices.list({});
    expect(page.items.map(({ id }) => id)).toEqual(ids);
    expect(page.warnings).toMatchObject([{ code: 'emulated' }]);
    expect(most).toBeLessThanOrEqual(5);
  });

  it("sends the contract's filters in Lago's words: its last day belongs to the list", async () => {
    lagoHost()
      .get('/invoices')
      .query({
        external_customer_id: 'acme',
        invoice_type: 'one_off',
        status: 'finalized',
        payment_status: 'pending',
        issuing_date_from: '2026-02-01',
        issuing_date_to: '2026-02-28',
        page: 1,
        per_page: 50,
      })
      .reply(200, listed([]));
    const page = await lagoProvider().invoices.list({
      customerKey: 'acme',
      type: 'one_off',
      status: 'finalized',
      paymentStatus: 'pending',
      issuedFrom: '2026-02-01',
      issuedTo: '2026-03-01',
    });
    expect(page.items).toEqual([]);
  });

  it('trap 15: goes by next_page and not by counts, which are half an hour old', async () => {
    const meta = { current_page: 1, next_page: 2, total_pages: 1, total_count: 1 };
    lagoHost()
      .get('/invoices')
      .query({ page: 1, per_page: 1 })
      .reply(200, { invoices: [{ lago_id: 'invoice-id' }], meta });
    serveInvoice();
    const { nextCursor } = await lagoProvider().invoices.list({ limit: 1 });
    expect(nextCursor).toBeDefined();
  });

  it('finds those of a subscription by their fees: Lago has no such filter', async () => {
    const fees = [lagoFee(), lagoFee({ lago_id: 'second' }), lagoFee({ lago_invoice_id: null })];
    lagoHost()
      .get('/fees')
      .query({ external_subscription_id: 'main', page: 1, per_page: 100 })
      .reply(200, onePage('fees', fees));
    lagoHost()
      .get('/invoices')
      .query(true)
      .reply(200, listed(['other-id', 'invoice-id']));
    serveInvoice();
    const page = await lagoProvider().invoices.list({ subscriptionKey: 'main' });
    expect(page.items.map(({ id }) => id)).toEqual(['invoice-id']);
  });
});

describe('invoices.create', () => {
  const items = [{ name: 'Setup', unitAmount: '10' }];
  const input: CreateInvoiceInput = { customerKey: 'acme', currency: 'USD', items };

  it('bills each item as one of the add-on, with its own name and price', async () => {
    const seen = take('post', '/invoices', answer());
    const made = await lagoProvider().invoices.create({
      ...input,
      items: [
        { name: 'Setup', description: 'Once', unitAmount: '12.5', units: '0.50' },
        { name: 'Untaxed', unitAmount: '0', taxCodes: [] },
        { name: 'Exact', unitAmount: '1', units: '0.1234567890123456789' },
      ],
    });
    expect(seen.body).toEqual({
      invoice: {
        external_customer_id: 'acme',
        currency: 'USD',
        fees: [
          {
            add_on_code: 'billport_item',
            invoice_display_name: 'Setup',
            unit_amount_cents: 1250,
            units: 0.5,
            description: 'Once',
          },
          {
            add_on_code: 'billport_item',
            invoice_display_name: 'Untaxed',
            unit_amount_cents: 0,
            units: 1,
            tax_codes: [],
          },
          {
            add_on_code: 'billport_item',
            invoice_display_name: 'Exact',
            unit_amount_cents: 100,
            units: '0.1234567890123456789',
          },
        ],
      },
    });
    expect(made.warnings?.[0]).toMatchObject({ code: 'emulated' });
  });

  it('makes the add-on on first use, also when somebody else does at the same time', async () => {
    for (const [status, body] of [
      [200, {}],
      [422, TAKEN],
    ] as const) {
      take('post', '/invoices', missing('add_on'), 404);
      const seen = take('post', '/add_ons', body, status);
      take('post', '/invoices', answer());
      expect((await lagoProvider().invoices.create(input)).id).toBe('invoice-id');
      expect(seen.body).toMatchObject({ add_on: { code: 'billport_item', amount_cents: 100 } });
    }
  });

  it('trap 3: is not sent twice, and says how to find the invoice', async () => {
    lagoHost().post('/invoices').reply(500, {}, AT_ONCE);
    const error = await failureOf(lagoProvider().invoices.create(input));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
    const { lookup } = error.details as { lookup: string };
    expect(lookup).toContain('invoices.list({ customerKey: "acme", type: "one_off" })');
    expect(lookup).toContain('"Setup"');
  });

  it('trap 3: keeps a caller from repeating it when only reading the rest failed', async () => {
    const ambiguous = { taxes_rate: 20 };
    const applied_taxes = [lagoTax('vat', 20), lagoTax('luxury', 20)];
    take('post', '/invoices', answer({ applied_taxes, fees: [lagoFee(ambiguous)] }));
    lagoHost().get('/fees/fee-id').reply(404, missing('fee'));
    const error = await failureOf(lagoProvider().invoices.create(input));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
  });

  it('sets metadata in a call of its own', async () => {
    take('post', '/invoices', answer());
    serveInvoice();
    const kept = [{ lago_id: 'row', key: 'order', value: '42' }];
    const seen = take('put', '/invoices/invoice-id', answer({ metadata: kept }));
    const made = await lagoProvider().invoices.create({ ...input, metadata: { order: '42' } });
    expect(seen.body).toEqual({ invoice: { metadata: [{ key: 'order', value: '42' }] } });
    expect(made.metadata).toEqual({ order: '42' });
  });

  it('brings the invoice all the same when its metadata cannot be set', async () => {
    take('post', '/invoices', answer());
    serveInvoice();
    take('put', '/invoices/invoice-id', {}, 401);
    const made = await lagoProvider().invoices.create({ ...input, metadata: { order: '42' } });
    expect(made.id).toBe('invoice-id');
    const [, warning] = made.warnings ?? [];
    expect(warning).toMatchObject({ code: 'not_applied', field: 'metadata' });
  });

  it('tells where Lago, which multiplies in floating point, bills another amount', async () => {
    // 100 x 1.005 is 100.49999999999999 in floating point, and 100.5 in truth.
    const fee = lagoFee({ amount_cents: 100, precise_amount: '1.005', total_amount_cents: 100 });
    take('post', '/invoices', answer({ fees: [fee] }));
    const one = [{ name: 'Setup', unitAmount: '1', units: '1.005' }];
    const { warnings } = await lagoProvider().invoices.create({ ...input, items: one });
    const [, warning] = warnings ?? [];
    expect(warning).toMatchObject({ code: 'not_applied', field: 'items.0.units' });
    expect(warning?.message).toContain('1.01');
  });

  it('compares lines of the same name and units, in whatever order they come', async () => {
    const line = (units: string, amount_cents: number) =>
      lagoFee({ units, amount_cents, precise_amount: `${amount_cents / 100}` });
    take('post', '/invoices', answer({ fees: [line('2.0', 2000), line('1.0', 1000)] }));
    const two = [...items, { name: 'Setup', unitAmount: '10', units: '2' }];
    const { warnings } = await lagoProvider().invoices.create({ ...input, items: two });
    expect(warnings).toHaveLength(1);
  });

  it('trap 16: tells when the invoice becomes final later', async () => {
    take('post', '/invoices', answer({ status: 'pending' }));
    const { warnings } = await lagoProvider().invoices.create(input);
    expect(warnings?.[1]).toMatchObject({ code: 'pending' });
  });

  it.each([
    ['a tenth of a cent', { unitAmount: '0.001' }, {}, ['items', 0, 'unitAmount']],
    ['a part of a yen', { unitAmount: '0.5' }, { currency: 'JPY' }, ['items', 0, 'unitAmount']],
    [
      'an amount beyond JSON numbers',
      { unitAmount: '90071992547409.92' },
      {},
      ['items', 0, 'unitAmount'],
    ],
    [
      'a sum beyond JSON numbers',
      { unitAmount: '1', units: '90071992547410' },
      {},
      ['items', 0, 'unitAmount'],
    ],
    [
      'a sixth key',
      {},
      { metadata: { a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' } },
      ['metadata'],
    ],
    ['a long value', {}, { metadata: { a: 'v'.repeat(141) } }, ['metadata', 'a']],
  ])('trap 7: refuses %s, before anything is sent', async (_, item, fields, path) => {
    const call = lagoProvider().invoices.create({
      ...input,
      items: [{ name: 'Setup', unitAmount: '10', ...item }],
      ...fields,
    });
    expect(await failureOf(call)).toMatchObject({ code: 'invalid_input', issues: [{ path }] });
  });

  it('takes prices of three digits where the currency has them', async () => {
    const seen = take('post', '/invoices', answer());
    const kwd = [{ name: 'Setup', unitAmount: '0.125' }];
    await lagoProvider().invoices.create({ ...input, currency: 'KWD', items: kwd });
    expect(seen.body).toMatchObject({ invoice: { fees: [{ unit_amount_cents: 125 }] } });
  });
});

describe('a change of an invoice', () => {
  it('sends nothing for one that is final: Lago finds no draft then', async () => {
    serveInvoice();
    expect((await lagoProvider().invoices.finalize(ref)).status).toBe('finalized');
  });

  it('finalizes a draft', async () => {
    serveInvoice({ status: 'draft' });
    take('put', '/invoices/invoice-id/finalize', answer());
    expect((await lagoProvider().invoices.finalize(ref)).status).toBe('finalized');
  });

  it('takes a 404 after a lost answer for its own work', async () => {
    serveInvoice({ status: 'draft' });
    lagoHost().put('/invoices/invoice-id/finalize').reply(504, '', AT_ONCE);
    lagoHost().put('/invoices/invoice-id/finalize').reply(404, missing('invoice'));
    serveInvoice();
    expect((await lagoProvider().invoices.finalize(ref)).status).toBe('finalized');
  });

  it('refuses to refresh one that is final, which Lago would answer with a 200', async () => {
    serveInvoice();
    expect(await failureOf(lagoProvider().invoices.refresh(ref))).toMatchObject({
      code: 'conflict',
      details: { resource: 'invoice', key: 'invoice-id', state: 'finalized' },
    });
  });

  it('voids one once', async () => {
    serveInvoice({ status: 'voided', voided_at: '2026-01-03T00:00:00Z' });
    expect(await lagoProvider().invoices.void(ref)).toMatchObject({
      status: 'voided',
      voidedAt: '2026-01-03T00:00:00.000Z',
    });
  });

  it('takes "not voidable" after a lost answer for its own work', async () => {
    serveInvoice();
    lagoHost().post('/invoices/invoice-id/void').reply(502, '', AT_ONCE);
    lagoHost().post('/invoices/invoice-id/void').reply(405, conflict('not_voidable'));
    serveInvoice({ status: 'voided' });
    expect((await lagoProvider().invoices.void(ref)).status).toBe('voided');
  });

  it.each([
    ['void', 'void', 'not_voidable'],
    ['loseDispute', 'lose_dispute', 'not_disputable'],
  ] as const)('quirk d.3: takes the 405 of %s for a conflict', async (name, path, code) => {
    serveInvoice({ payment_status: 'succeeded' });
    take('post', `/invoices/invoice-id/${path}`, conflict(code), 405);
    const error = await failureOf(lagoProvider().invoices[name](ref));
    expect(error).toMatchObject({ code: 'conflict', status: 405 });
    expect(error.message).not.toContain('invoice-id/');
  });

  it('notes a lost dispute once', async () => {
    serveInvoice({ payment_dispute_lost_at: '2026-01-03T00:00:00.678Z' });
    const { paymentDisputeLostAt } = await lagoProvider().invoices.loseDispute(ref);
    expect(paymentDisputeLostAt).toBe('2026-01-03T00:00:00.678Z');
  });

  it('trap 16: tells that a failed one is computed later', async () => {
    serveInvoice({ status: 'failed' });
    take('post', '/invoices/invoice-id/retry', answer({ status: 'pending' }));
    const { status, warnings } = await lagoProvider().invoices.retry(ref);
    expect(status).toBe('pending');
    expect(warnings).toMatchObject([{ code: 'pending' }]);
  });

  it('refuses to retry one that did not fail', async () => {
    serveInvoice();
    expect((await failureOf(lagoProvider().invoices.retry(ref))).code).toBe('conflict');
  });
});

describe('invoices.update', () => {
  it('trap 10: keeps the rows of keys that stay, and leaves out the others', async () => {
    const before = [
      { lago_id: 'row-1', key: 'a', value: '1' },
      { lago_id: 'row-2', key: 'b', value: '2' },
    ];
    serveInvoice({ metadata: before });
    const after = [
      { lago_id: 'row-2', key: 'b', value: '3' },
      { lago_id: 'row-3', key: 'c', value: '4' },
    ];
    const seen = take('put', '/invoices/invoice-id', answer({ metadata: after }));
    const { metadata, warnings } = await lagoProvider().invoices.update({
      ...ref,
      metadata: { b: '3', c: '4' },
    });
    expect(seen.body).toEqual({
      invoice: {
        metadata: [
          { id: 'row-2', key: 'b', value: '3' },
          { key: 'c', value: '4' },
        ],
      },
    });
    expect(metadata).toEqual({ b: '3', c: '4' });
    expect(warnings).toBeUndefined();
  });

  it('records a payment without touching the metadata', async () => {
    const seen = take('put', '/invoices/invoice-id', answer({ payment_status: 'succeeded' }));
    const { totals } = await lagoProvider().invoices.update({ ...ref, paymentStatus: 'succeeded' });
    expect(seen.body).toEqual({ invoice: { payment_status: 'succeeded' } });
    expect(totals).toMatchObject({ paid: usd('10.00'), due: usd('0.00') });
  });

  it('takes a key that is taken after a lost answer for its own work', async () => {
    const metadata = { a: '1' };
    serveInvoice();
    lagoHost().put('/invoices/invoice-id').reply(504, '', AT_ONCE);
    lagoHost()
      .put('/invoices/invoice-id')
      .reply(422, unprocessable({ key: ['value_already_exist'] }));
    serveInvoice({ metadata: [{ lago_id: 'row', key: 'a', value: '1' }] });
    const kept = await lagoProvider().invoices.update({ ...ref, metadata });
    expect(kept.metadata).toEqual(metadata);
  });

  it('quirk d.3: takes what a draft does not allow for a conflict', async () => {
    take('put', '/invoices/invoice-id', conflict('payment_status_update_on_draft_invoice'), 405);
    const call = lagoProvider().invoices.update({ ...ref, paymentStatus: 'succeeded' });
    expect((await failureOf(call)).code).toBe('conflict');
  });

  it('warns of what Lago left as it was', async () => {
    take('put', '/invoices/invoice-id', answer());
    const call = lagoProvider().invoices.update({ ...ref, paymentStatus: 'failed' });
    expect((await call).warnings).toMatchObject([{ code: 'not_applied', field: 'paymentStatus' }]);
  });
});

describe('invoices.collect', () => {
  it('trap 1: takes the empty answer, and trap 16: tells that the payment comes later', async () => {
    take('post', '/invoices/invoice-id/retry_payment', '');
    serveInvoice();
    const { id, warnings } = await lagoProvider().invoices.collect(ref);
    expect(id).toBe('invoice-id');
    expect(warnings).toMatchObject([{ code: 'pending' }]);
  });

  it('trap 3: does not charge twice', async () => {
    lagoHost().post('/invoices/invoice-id/retry_payment').reply(500, '', AT_ONCE);
    const error = await failureOf(lagoProvider().invoices.collect(ref));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
    expect((error.details as { lookup: string }).lookup).toContain('invoices.get');
  });

  it('trap 3: keeps a caller from repeating it when only reading the invoice failed', async () => {
    take('post', '/invoices/invoice-id/retry_payment', '');
    lagoHost().get('/invoices/invoice-id').reply(401, {});
    const error = await failureOf(lagoProvider().invoices.collect(ref));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
  });

  it('quirk d.3: takes a payment on its way for a conflict', async () => {
    const busy = conflict('payment_processor_is_currently_handling_payment');
    take('post', '/invoices/invoice-id/retry_payment', busy, 405);
    expect((await failureOf(lagoProvider().invoices.collect(ref))).code).toBe('conflict');
  });
});

describe('links to an invoice', () => {
  const file = 'http://lago.test/rails/active_storage/blobs/redirect/secret/invoice.pdf';

  it('brings the page where it is paid', async () => {
    const payment_url = 'https://pay.example/secret';
    take('post', '/invoices/invoice-id/payment_url', { invoice_payment_details: { payment_url } });
    expect(await lagoProvider().invoices.createPaymentLink(ref)).toEqual({ url: payment_url });
  });

  it.each(['secret with blanks', 'javascript:secret()'])(
    'trap 25: shows no address in an error, and takes none but that of a page: %s',
    async (payment_url) => {
      const details = { invoice_payment_details: { payment_url } };
      take('post', '/invoices/invoice-id/payment_url', details);
      const error = await failureOf(lagoProvider().invoices.createPaymentLink(ref));
      expect(error.code).toBe('malformed_response');
      expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('secret');
    },
  );

  it('brings a document that is printed', async () => {
    take('post', '/invoices/invoice-id/download', { invoice: { file_url: file } });
    expect(await lagoProvider().invoices.createDownloadLink(ref)).toEqual({ url: file });
  });

  it('trap 1: waits for a document after an empty answer, and asks for it once', async () => {
    take('post', '/invoices/invoice-id/download', '');
    serveInvoice();
    serveInvoice({ file_url: file });
    expect(await lagoProvider().invoices.createDownloadLink(ref)).toEqual({ url: file });
  });

  it('tells a draft, of which there is no document, from one that is not there', async () => {
    const download = () => take('post', '/invoices/invoice-id/download', missing('invoice'), 404);
    download();
    serveInvoice({ status: 'draft' });
    expect(await failureOf(lagoProvider().invoices.createDownloadLink(ref))).toMatchObject({
      code: 'conflict',
      details: { state: 'draft' },
    });
    download();
    lagoHost().get('/invoices/invoice-id').reply(404, missing('invoice'));
    expect((await failureOf(lagoProvider().invoices.createDownloadLink(ref))).code).toBe(
      'not_found',
    );
  });
});

describe('invoices.preview', () => {
  const preview = { lago_id: null, number: null, status: 'draft', created_at: null };

  it('asks for a subscription by its customer, with a body that is not wrapped', async () => {
    lagoHost()
      .get('/subscriptions/main')
      .reply(200, { subscription: { external_id: 'main', external_customer_id: 'acme' } });
    const seen = take('post', '/invoices/preview', answer({ ...preview, fees: [] }));
    const invoice = await lagoProvider().invoices.preview({
      of: 'subscription',
      subscriptionKey: 'main',
    });
    expect(seen.body).toEqual({
      customer: { external_id: 'acme' },
      subscriptions: { external_ids: ['main'] },
    });
    expect(invoice).toMatchObject({ id: 'preview', createdAt: '2026-01-15T12:00:00.000Z' });
    expect(invoice.number).toBeUndefined();
  });

  it('asks for one that is not made yet', async () => {
    const seen = take('post', '/invoices/preview', answer({ ...preview, fees: [] }));
    await lagoProvider().invoices.preview({
      of: 'new_subscription',
      customerKey: 'acme',
      planCode: 'pro',
      billingTime: 'anniversary',
      startAt: '2026-02-01T00:00:00Z',
    });
    expect(seen.body).toEqual({
      customer: { external_id: 'acme' },
      plan_code: 'pro',
      billing_time: 'anniversary',
      subscription_at: '2026-02-01T00:00:00.000Z',
    });
  });

  it('trap 19: says that the licence lacks it, with a word on what to do', async () => {
    const forbidden = { status: 403, error: 'Forbidden', code: 'feature_unavailable' };
    take('post', '/invoices/preview', forbidden, 403);
    const input = { of: 'new_subscription', customerKey: 'acme', planCode: 'pro' } as const;
    expect((await failureOf(lagoProvider().invoices.preview(input))).code).toBe(
      'feature_not_enabled',
    );
    const unlicensed = lagoProvider({ premium: false });
    expect(unlicensed.supports('invoices.preview')).toBe(false);
    expect((await failureOf(unlicensed.invoices.preview(input))).message).toContain(
      'usage.current',
    );
  });
});
