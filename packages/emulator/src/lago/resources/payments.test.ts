import { describe, expect, it } from 'vitest';
import type { Fields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';
import type { LagoSwitches } from '../switches.ts';

/** An account with an invoice of 60.00 EUR that waits to be paid, and its id. */
async function open(switches: Partial<LagoSwitches> = {}) {
  const account = openAccount({ paymentProvider: false, ...switches });
  await account.one('POST', '/customers', { customer: { external_id: 'acme', email: 'a@b.test' } });
  await account.one('POST', '/add_ons', {
    add_on: { name: 'Setup', code: 'setup', amount_cents: 6000, amount_currency: 'EUR' },
  });
  const invoice = await account.one('POST', '/invoices', {
    invoice: {
      external_customer_id: 'acme',
      currency: 'EUR',
      fees: [{ add_on_code: 'setup' }],
    },
  });
  return { account, invoiceId: String(invoice.lago_id) };
}

const pay = (account: Account, payment: Fields) => account.call('POST', '/payments', { payment });

describe('POST /payments', () => {
  it('adds parts up, and marks the invoice paid with the last one', async () => {
    const { account, invoiceId } = await open();
    const invoice = () => account.one('GET', `/invoices/${invoiceId}`);
    const first = await account.one('POST', '/payments', {
      payment: { invoice_id: invoiceId, amount_cents: 2000, reference: 'wire 1' },
    });
    expect(first).toMatchObject({
      external_customer_id: 'acme',
      invoice_ids: [invoiceId],
      lago_payable_id: invoiceId,
      payable_type: 'Invoice',
      amount_cents: 2000,
      amount_currency: 'EUR',
      payment_status: 'succeeded',
      type: 'manual',
      reference: 'wire 1',
    });
    expect(await invoice()).toMatchObject({
      payment_status: 'pending',
      total_paid_amount_cents: 2000,
      total_due_amount_cents: 4000,
    });
    const { body } = await account.call('GET', '/invoices?partially_paid=true');
    expect(body.invoices).toHaveLength(1);
    await pay(account, { invoice_id: invoiceId, amount_cents: 4000, reference: 'wire 2' });
    expect(await invoice()).toMatchObject({
      payment_status: 'succeeded',
      total_paid_amount_cents: 6000,
      total_due_amount_cents: 0,
    });
  });

  it('keeps the invoice from being voided', async () => {
    const { account, invoiceId } = await open();
    await pay(account, { invoice_id: invoiceId, amount_cents: 1, reference: 'r' });
    expect(await account.call('POST', `/invoices/${invoiceId}/void`)).toMatchObject({
      status: 405,
      body: { code: 'not_voidable' },
    });
  });

  it('trap 3: is done twice when it is sent twice', async () => {
    const { account, invoiceId } = await open();
    const payment = { invoice_id: invoiceId, amount_cents: 100, reference: 'wire' };
    await pay(account, payment);
    await pay(account, payment);
    const { body } = await account.call('GET', `/payments?invoice_id=${invoiceId}`);
    expect(body.meta).toMatchObject({ total_count: 2 });
  });

  it('trap 19: needs a licence', async () => {
    const { account, invoiceId } = await open({ premium: false });
    const answer = await pay(account, { invoice_id: invoiceId, amount_cents: 1, reference: 'r' });
    expect(answer.status).toBe(403);
    expect(answer.body).toEqual({ status: 403, error: 'Forbidden', code: 'feature_unavailable' });
  });

  it.each([
    [{ amount_cents: 0, reference: 'r' }, { amount_cents: ['value_is_out_of_range'] }],
    [{ amount_cents: 'x', reference: 'r' }, { amount_cents: ['value_is_invalid'] }],
    [{}, { reference: ['value_is_mandatory'], amount_cents: ['value_is_mandatory'] }],
    [{ amount_cents: 1, reference: 'r', paid_at: 'soon' }, { paid_at: ['invalid_date'] }],
  ])('refuses %j', async (fields, codes) => {
    const { account, invoiceId } = await open();
    const answer = await pay(account, { invoice_id: invoiceId, ...fields });
    expect(answer.status).toBe(422);
    expect(refusedFields(answer)).toEqual(codes);
  });

  it('does not find an unknown invoice', async () => {
    const answer = await pay(openAccount(), {
      invoice_id: 'none',
      amount_cents: 1,
      reference: 'r',
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'invoice_not_found' } });
  });

  it('notes when it was paid', async () => {
    const { account, invoiceId } = await open();
    const fields = {
      invoice_id: invoiceId,
      amount_cents: 1,
      reference: 'r',
      paid_at: '2026-01-02',
    };
    expect((await pay(account, fields)).body.payment).toMatchObject({
      created_at: '2026-01-02T00:00:00Z',
    });
  });
});

describe('GET /payments', () => {
  it('quirk d.1: wraps one payment', async () => {
    const { account, invoiceId } = await open();
    const { body } = await pay(account, { invoice_id: invoiceId, amount_cents: 1, reference: 'r' });
    const { lago_id } = body.payment as Fields;
    expect((await account.call('GET', `/payments/${lago_id}`)).body).toEqual(body);
    expect((await account.call('GET', '/payments/none')).body.code).toBe('payment_not_found');
  });

  it('lists those of a customer', async () => {
    const { account, invoiceId } = await open();
    await account.one('POST', '/customers', { customer: { external_id: 'other' } });
    await pay(account, { invoice_id: invoiceId, amount_cents: 1, reference: 'r' });
    const rows = async (path: string) => (await account.call('GET', path)).body.payments;
    expect(await rows('/payments')).toHaveLength(1);
    expect(await rows('/payments?external_customer_id=acme')).toHaveLength(1);
    expect(await rows('/customers/acme/payments')).toHaveLength(1);
    expect(await rows('/customers/other/payments')).toEqual([]);
  });
});

describe('POST /payment_requests', () => {
  const ask = (account: Account, payment_request: Fields) =>
    account.call('POST', '/payment_requests', { payment_request });

  it('asks for what is overdue, less what was paid, and the payment provider pays later', async () => {
    const { account, invoiceId } = await open();
    await pay(account, { invoice_id: invoiceId, amount_cents: 1000, reference: 'r' });
    await account.state.advanceTo('2026-02-01T00:00:00Z');
    account.state.change({ paymentProvider: true });
    const fields = { external_customer_id: 'acme', lago_invoice_ids: [invoiceId] };
    const { body } = await ask(account, fields);
    expect(body.payment_request).toMatchObject({
      email: 'a@b.test',
      amount_cents: 5000,
      amount_currency: 'EUR',
      payment_status: 'pending',
      customer: { external_id: 'acme' },
      invoices: [{ lago_id: invoiceId, payment_overdue: true }],
    });
    await account.state.runJobs();
    const { lago_id } = body.payment_request as Fields;
    expect(await account.one('GET', `/payment_requests/${lago_id}`)).toMatchObject({
      payment_status: 'succeeded',
      invoices: [{ payment_status: 'succeeded' }],
    });
    expect((await account.call('GET', '/payments')).body.payments).toMatchObject([
      { type: 'provider', payable_type: 'PaymentRequest', lago_payable_id: lago_id },
      { type: 'manual' },
    ]);
  });

  it('trap 2: refuses what is not overdue as a conflict of state', async () => {
    const { account, invoiceId } = await open();
    const fields = { external_customer_id: 'acme', lago_invoice_ids: [invoiceId] };
    expect(await ask(account, fields)).toMatchObject({
      status: 405,
      body: { code: 'invoices_not_overdue' },
    });
  });

  it.each([
    [{ external_customer_id: 'nobody' }, 'customer_not_found'],
    [{ external_customer_id: 'acme', lago_invoice_ids: ['none'] }, 'invoice_not_found'],
  ])('answers 404 for %j', async (fields, code) => {
    const { account } = await open();
    expect(await ask(account, fields)).toMatchObject({ status: 404, body: { code } });
  });

  it('trap 19: needs a licence', async () => {
    const { account } = await open({ premium: false });
    expect((await ask(account, { external_customer_id: 'acme' })).status).toBe(403);
  });
});
