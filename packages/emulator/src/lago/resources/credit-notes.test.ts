import { describe, expect, it, vi } from 'vitest';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { type Account, openAccount, refusedFields } from '../open-account.fixture.ts';

interface Billed {
  readonly account: Account;
  readonly invoiceId: string;
  readonly feeId: string;
}

/** A one-off invoice over 100.00 USD with 20 % tax. */
async function billed(switches = {}): Promise<Billed> {
  const account = openAccount(switches);
  await account.one('POST', '/taxes', { tax: { code: 'vat', name: 'VAT', rate: 20 } });
  await account.one('POST', '/customers', {
    customer: { external_id: 'acme', tax_codes: ['vat'] },
  });
  await account.one('POST', '/add_ons', {
    add_on: { code: 'setup', name: 'Setup', amount_cents: 10000, amount_currency: 'USD' },
  });
  const invoice = await account.one('POST', '/invoices', {
    invoice: { external_customer_id: 'acme', currency: 'USD', fees: [{ add_on_code: 'setup' }] },
  });
  const [fee] = invoice.fees as Fields[];
  return { account, invoiceId: String(invoice.lago_id), feeId: String(fee?.lago_id) };
}

const noteFields = ({ invoiceId, feeId }: Billed, cents: unknown, fields: Fields) => ({
  credit_note: {
    invoice_id: invoiceId,
    items: [{ fee_id: feeId, amount_cents: cents }],
    ...fields,
  },
});

const create = (of: Billed, cents: unknown, fields: Fields) =>
  of.account.one('POST', '/credit_notes', noteFields(of, cents, fields));

async function refusal(of: Billed, cents: unknown, fields: Fields, path = '/credit_notes') {
  const answer = await of.account.call('POST', path, noteFields(of, cents, fields));
  return [answer.status, answer.body.code, refusedFields(answer)];
}

const pay = ({ account, invoiceId }: Billed) =>
  account.one('PUT', `/invoices/${invoiceId}`, { invoice: { payment_status: 'succeeded' } });

describe('POST /credit_notes', () => {
  it('gives back a part of a fee with its tax', async () => {
    const of = await billed();
    const send = vi.spyOn(of.account.state.webhooks, 'send');
    const note = await create(of, 4000, {
      credit_amount_cents: 4800,
      reason: 'order_change',
      description: 'Half of it',
      metadata: { ticket: '7' },
    });
    expect(note).toMatchObject({
      number: 'BIL-0001-202601-001-CN001',
      lago_invoice_id: of.invoiceId,
      invoice_number: 'BIL-0001-202601-001',
      issuing_date: '2026-01-15',
      reason: 'order_change',
      description: 'Half of it',
      credit_status: 'available',
      refund_status: null,
      sub_total_excluding_taxes_amount_cents: 4000,
      taxes_amount_cents: 800,
      taxes_rate: 20,
      total_amount_cents: 4800,
      credit_amount_cents: 4800,
      balance_amount_cents: 4800,
      refund_amount_cents: 0,
      offset_amount_cents: 0,
      items: [{ amount_cents: 4000, amount_currency: 'USD', fee: { lago_id: of.feeId } }],
      applied_taxes: [{ tax_code: 'vat', base_amount_cents: 4000, amount_cents: 800 }],
      customer: { external_id: 'acme' },
      metadata: { ticket: '7' },
    });
    expect(send.mock.calls.map(([type]) => type)).toEqual(['credit_note.created']);
    expect(await of.account.one('GET', `/credit_notes/${note.lago_id}`)).toEqual(note);
  });

  it('trap 18: takes parts that come to what the items do, give or take a cent', async () => {
    const of = await billed();
    const wrong = { base: ['does_not_match_item_amounts'] };
    for (const credit_amount_cents of [1198, 1202]) {
      expect((await refusal(of, 1000, { credit_amount_cents }))[2]).toEqual(wrong);
    }
    for (const credit_amount_cents of [1199, 1200, 1201]) {
      const note = await create(of, 1000, { credit_amount_cents });
      expect(note.total_amount_cents).toBe(1200);
    }
    expect((await refusal(of, 1000, {}))[2]).toEqual({
      base: ['total_amount_must_be_positive', 'does_not_match_item_amounts'],
    });
  });

  it('trap 18: needs a licence, for an estimate too', async () => {
    const of = await billed({ premium: false });
    for (const path of ['/credit_notes', '/credit_notes/estimate']) {
      const answer = await refusal(of, 1000, { credit_amount_cents: 1200 }, path);
      expect(answer.slice(0, 2)).toEqual([403, 'feature_unavailable']);
    }
  });

  it('answers 404 for an unknown invoice and an unknown fee', async () => {
    const of = await billed();
    const credit = { credit_amount_cents: 1200 };
    const nowhere = { ...of, invoiceId: 'none' };
    expect((await refusal(nowhere, 1000, credit)).slice(0, 2)).toEqual([404, 'invoice_not_found']);
    expect((await refusal({ ...of, feeId: 'none' }, 1000, credit)).slice(0, 2)).toEqual([
      404,
      'fee_not_found',
    ]);
  });

  it('trap 2: refuses an invoice that is voided, or asks for bought credits, with 405', async () => {
    const of = await billed();
    await of.account.one('POST', `/invoices/${of.invoiceId}/void`);
    expect((await refusal(of, 1000, { credit_amount_cents: 1200 })).slice(0, 2)).toEqual([
      405,
      'invalid_type_or_status',
    ]);
  });

  it('refuses more than is left of a fee', async () => {
    const of = await billed();
    await create(of, 6000, { credit_amount_cents: 7200 });
    const details = { amount_cents: ['higher_than_remaining_fee_amount'] };
    expect((await refusal(of, 4001, { credit_amount_cents: 4801 }))[2]).toEqual(details);
    expect((await create(of, 4000, { credit_amount_cents: 4800 })).total_amount_cents).toBe(4800);
  });

  it('refunds what was paid, and takes an offset off what is due', async () => {
    const open = await billed();
    const refund = { refund_amount_cents: 1200 };
    expect((await refusal(open, 1000, refund))[2]).toEqual({
      refund_amount_cents: ['cannot_refund_unpaid_invoice'],
    });
    expect(await create(open, 1000, { offset_amount_cents: 1200 })).toMatchObject({
      credit_status: null,
      offset_amount_cents: 1200,
    });
    expect(await open.account.one('GET', `/invoices/${open.invoiceId}`)).toMatchObject({
      total_due_amount_cents: 10800,
      total_offsetted_credit_note_amount_cents: 1200,
    });
    const paid = await billed();
    await pay(paid);
    expect(await create(paid, 1000, refund)).toMatchObject({
      refund_status: 'pending',
      credit_status: null,
    });
    expect((await refusal(paid, 1000, { offset_amount_cents: 1200 }))[2]).toEqual({
      offset_amount_cents: ['higher_than_remaining_invoice_amount'],
    });
  });

  it.each([
    [
      'an unknown reason',
      1000,
      { credit_amount_cents: 1200, reason: 'mood' },
      { reason: ['value_is_invalid'] },
    ],
    ['a part of a cent', 10.5, { credit_amount_cents: 12 }, { amount_cents: ['invalid_value'] }],
    ['less than nothing', -1, { credit_amount_cents: 0 }, { amount_cents: ['invalid_value'] }],
    ['items that are no list', 1, { items: 'all' }, { items: ['must_be_an_array'] }],
  ])('refuses %s', async (_title, cents, fields, details) => {
    expect(await refusal(await billed(), cents, fields)).toEqual([
      422,
      'validation_errors',
      details,
    ]);
  });
});

describe('POST /credit_notes/estimate', () => {
  it('trap 18: tells what may be asked for, and makes nothing', async () => {
    const of = await billed();
    await pay(of);
    const estimate = await of.account.one(
      'POST',
      '/credit_notes/estimate',
      noteFields(of, 3333, {}),
    );
    expect(estimate).toEqual({
      lago_invoice_id: of.invoiceId,
      invoice_number: 'BIL-0001-202601-001',
      currency: 'USD',
      sub_total_excluding_taxes_amount_cents: 3333,
      taxes_amount_cents: 667,
      precise_taxes_amount_cents: '666.6',
      taxes_rate: 20,
      max_creditable_amount_cents: 4000,
      max_refundable_amount_cents: 4000,
      max_offsettable_amount_cents: 0,
      coupons_adjustment_amount_cents: 0,
      precise_coupons_adjustment_amount_cents: '0.0',
      items: [{ lago_fee_id: of.feeId, amount_cents: 3333 }],
      applied_taxes: [expect.objectContaining({ tax_code: 'vat', amount_cents: 667 })],
    });
    expect((await of.account.call('GET', '/credit_notes')).body.credit_notes).toEqual([]);
  });
});

describe('GET /credit_notes', () => {
  it('takes those of a customer, an invoice number, a reason and a state, newest first', async () => {
    const of = await billed();
    const first = await create(of, 1000, { credit_amount_cents: 1200, reason: 'order_change' });
    const second = await create(of, 2000, { credit_amount_cents: 2400 });
    const numbers = async (query: string) => {
      const { body } = await of.account.call('GET', `/credit_notes${query}`);
      return (body.credit_notes as Fields[]).map(({ lago_id }) => lago_id);
    };
    expect(await numbers('')).toEqual([second.lago_id, first.lago_id]);
    expect(await numbers('?external_customer_id=other')).toEqual([]);
    expect(await numbers('?invoice_number=BIL-0001-202601-001')).toHaveLength(2);
    expect(await numbers('?invoice_number=BIL-0001-202601-002')).toEqual([]);
    expect(await numbers('?reason=order_change')).toEqual([first.lago_id]);
    expect(await numbers('?amount_from=1201')).toEqual([second.lago_id]);
    expect(await numbers('?credit_status=available&search_term=CN002')).toEqual([second.lago_id]);
    expect(await numbers('?issuing_date_to=2026-01-14')).toEqual([]);
    const { body } = await of.account.call('GET', '/customers/acme/credit_notes');
    expect(body.credit_notes).toHaveLength(2);
  });
});

describe('PUT /credit_notes/:id', () => {
  it('records what became of a refund, also of a note without one', async () => {
    const of = await billed();
    await pay(of);
    const refund = await create(of, 1000, { refund_amount_cents: 1200 });
    const credit = await create(of, 1000, { credit_amount_cents: 1200 });
    for (const { lago_id: id } of [refund, credit]) {
      const put = (refund_status: string) =>
        of.account.call('PUT', `/credit_notes/${id}`, { credit_note: { refund_status } });
      expect((await put('succeeded')).body.credit_note).toMatchObject({
        refund_status: 'succeeded',
      });
      expect(refusedFields(await put('done'))).toEqual({ refund_status: ['value_is_invalid'] });
    }
  });

  it('merges metadata and leaves it at null; its own endpoint replaces and clears it', async () => {
    const of = await billed();
    const note = await create(of, 1000, { credit_amount_cents: 1200, metadata: { a: '1' } });
    const path = `/credit_notes/${note.lago_id}`;
    const put = async (metadata: unknown) =>
      (await of.account.one('PUT', path, { credit_note: { metadata } })).metadata;
    expect(await put({ b: '2' })).toEqual({ a: '1', b: '2' });
    expect(await put(null)).toEqual({ a: '1', b: '2' });
    const replaced = await of.account.call('POST', `${path}/metadata`, { metadata: { c: '3' } });
    expect(replaced.body).toEqual({ metadata: { c: '3' } });
    expect((await of.account.call('DELETE', `${path}/metadata`)).body).toEqual({ metadata: null });
    expect('metadata' in (await of.account.one('GET', path))).toBe(false);
  });
});

describe('PUT /credit_notes/:id/void', () => {
  it('trap 2: takes what is left of the credit, once', async () => {
    const of = await billed();
    const { lago_id: id } = await create(of, 1000, { credit_amount_cents: 1200 });
    expect(await of.account.one('PUT', `/credit_notes/${id}/void`)).toMatchObject({
      credit_status: 'voided',
      balance_amount_cents: 0,
    });
    const { status, body } = await of.account.call('PUT', `/credit_notes/${id}/void`);
    expect([status, body.code]).toEqual([405, 'no_voidable_amount']);
  });
});

describe('POST /credit_notes/:id/download', () => {
  it('trap 1: answers 200 without a body first; a job makes the file', async () => {
    const of = await billed();
    const { lago_id: id } = await create(of, 1000, { credit_amount_cents: 1200 });
    const path = `/credit_notes/${id}/download`;
    const first = await of.account.call('POST', path);
    expect([first.status, first.text]).toEqual([200, '']);
    await of.account.state.runJobs();
    const { file_url: url } = await of.account.one('POST', path);
    const file = await of.account.send(new URL(String(url)).pathname);
    expect(file.text).toContain('BIL-0001-202601-001-CN001');
  });

  it('answers 404 for an unknown id', async () => {
    const { body } = await openAccount().call('POST', '/credit_notes/none/download');
    expect(body.code).toBe('credit_note_not_found');
  });
});

describe('a credit on a later invoice', () => {
  it('stands among its credits', async () => {
    const of = await billed();
    const note = await create(of, 1000, { credit_amount_cents: 1200 });
    const { account } = of;
    await account.one('POST', '/plans', {
      plan: {
        name: 'Pro',
        code: 'pro',
        interval: 'monthly',
        amount_cents: 3100,
        amount_currency: 'USD',
        pay_in_advance: true,
      },
    });
    await account.one('POST', '/subscriptions', {
      subscription: {
        external_customer_id: 'acme',
        external_id: 'acme-pro',
        plan_code: 'pro',
        billing_time: 'anniversary',
      },
    });
    await account.state.runJobs();
    const { body } = await account.call('GET', '/invoices?invoice_type=subscription');
    const [row] = body.invoices as Fields[];
    const invoice = await account.one('GET', `/invoices/${row?.lago_id}`);
    expect(invoice).toMatchObject({
      credit_notes_amount_cents: 1200,
      total_amount_cents: 2520,
      credits: [
        {
          amount_cents: 1200,
          before_taxes: false,
          item: { type: 'credit_note', lago_item_id: note.lago_id, code: note.number },
        },
      ],
    });
    const used = await account.one('GET', `/credit_notes/${note.lago_id}`);
    expect(isFields(used) && [used.credit_status, used.balance_amount_cents]).toEqual([
      'consumed',
      0,
    ]);
  });
});
