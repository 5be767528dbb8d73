import { BillingError, type CreateCreditNoteInput } from '@billport/core';
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lagoCreditNote, lagoEstimate } from './credit-notes/lago-credit-note.fixture.ts';
import { onePage, unprocessable } from './credits/lago-wallet.fixture.ts';
import { lagoInvoice } from './invoices/lago-invoice.fixture.ts';
import { AT_ONCE, lagoHost, lagoProvider, missing } from './plans/lago-objects.fixture.ts';
import type { LagoCreditNote, LagoCreditNoteEstimate } from './wire/credit-note.ts';

const ref = { creditNoteId: 'note-id' };
const usd = (amount: string) => ({ amount, currency: 'USD' });
const input: CreateCreditNoteInput = {
  invoiceId: 'invoice-id',
  reason: 'order_change',
  items: [{ feeId: 'fee-id', amount: usd('10.00') }],
};
const items = [{ fee_id: 'fee-id', amount_cents: 1000 }];

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

const serveEstimate = (fields: Partial<LagoCreditNoteEstimate> = {}) =>
  lagoHost()
    .post('/credit_notes/estimate', { credit_note: { invoice_id: 'invoice-id', items } })
    .reply(200, { estimated_credit_note: lagoEstimate(fields) });

const serveNote = (fields: Partial<LagoCreditNote> = {}) =>
  lagoHost()
    .get('/credit_notes/note-id')
    .reply(200, { credit_note: lagoCreditNote(fields) });

/** Takes a new note and answers with it. */
function takeNote(fields: Partial<LagoCreditNote> = {}) {
  const seen: { body?: unknown } = {};
  lagoHost()
    .post('/credit_notes', (body: { credit_note: unknown }) => {
      seen.body = body.credit_note;
      return true;
    })
    .reply(200, { credit_note: lagoCreditNote(fields) });
  return seen;
}

describe('creditNotes.create', () => {
  it('trap 18: asks what the items come to, and gives all of it as credit', async () => {
    serveEstimate();
    const seen = takeNote();
    const { warnings, ...note } = await lagoProvider().creditNotes.create(input);
    expect(seen.body).toEqual({
      invoice_id: 'invoice-id',
      reason: 'order_change',
      credit_amount_cents: 1200,
      refund_amount_cents: 0,
      offset_amount_cents: 0,
      items,
    });
    expect(warnings).toBeUndefined();
    expect(note).toEqual({
      id: 'note-id',
      number: 'ACM-001-CN001',
      invoiceId: 'invoice-id',
      customerKey: 'acme',
      reason: 'order_change',
      currency: 'USD',
      issuingDate: '2026-01-02',
      items: [{ feeId: 'fee-id', amount: usd('10.00') }],
      couponAdjustment: usd('0.00'),
      subtotalExcludingTax: usd('10.00'),
      taxes: usd('2.00'),
      total: usd('12.00'),
      credit: usd('12.00'),
      refund: usd('0.00'),
      offset: usd('0.00'),
      balance: usd('12.00'),
      creditStatus: 'available',
      refundStatus: 'none',
      createdAt: '2026-01-02T03:04:05.000Z',
      providerRef: { provider: 'lago', type: 'credit_note', id: 'note-id' },
    });
  });

  it('trap 18: gives as credit what refund and offset leave, to the cent', async () => {
    serveEstimate({ max_creditable_amount_cents: 1199 });
    const seen = takeNote({ credit_amount_cents: 199, total_amount_cents: 1199 });
    const parts = { refund: usd('7.00'), offset: usd('3.00') };
    await lagoProvider().creditNotes.create({ ...input, ...parts });
    expect(seen.body).toMatchObject({
      credit_amount_cents: 199,
      refund_amount_cents: 700,
      offset_amount_cents: 300,
    });
  });

  it.each([
    ['less', { credit: usd('11.99') }, ['credit']],
    ['more', { credit: usd('12.00'), refund: usd('0.01') }, ['credit']],
    ['more than all of it', { offset: usd('12.01') }, ['offset']],
  ])('trap 18: refuses parts that make %s, before the note is sent', async (_, parts, path) => {
    serveEstimate();
    const error = await failureOf(lagoProvider().creditNotes.create({ ...input, ...parts }));
    expect(error.code).toBe('invalid_input');
    expect(error.message).toContain('12.00 USD');
    expect(error.issues?.[0]?.path).toEqual(path);
  });

  it('refuses two currencies, before anything is sent', async () => {
    const refund = { amount: '1', currency: 'JPY' };
    const error = await failureOf(lagoProvider().creditNotes.create({ ...input, refund }));
    expect(error).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['refund', 'currency'] }],
    });
  });

  it("refuses another currency than the invoice's, before the note is sent", async () => {
    serveEstimate({ currency: 'EUR' });
    const error = await failureOf(lagoProvider().creditNotes.create(input));
    expect(error).toMatchObject({
      code: 'invalid_input',
      issues: [{ path: ['items', 0, 'amount', 'currency'] }],
    });
  });

  it('trap 7: refuses an amount beyond what JSON numbers hold', async () => {
    const amount = usd('90071992547409.92');
    const call = lagoProvider().creditNotes.create({
      ...input,
      items: [{ feeId: 'fee-id', amount }],
    });
    expect((await failureOf(call)).code).toBe('invalid_input');
  });

  it('trap 3: asks twice what it comes to, and sends the note once', async () => {
    lagoHost().post('/credit_notes/estimate').reply(503, '', AT_ONCE);
    serveEstimate();
    lagoHost().post('/credit_notes').reply(504, '', AT_ONCE);
    const error = await failureOf(lagoProvider().creditNotes.create(input));
    expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false });
    const { lookup } = error.details as { lookup: string };
    expect(lookup).toContain('creditNotes.list({ invoiceId: "invoice-id" })');
  });

  it('refuses what Lago refuses, and warns of what it left out', async () => {
    serveEstimate();
    const refused = unprocessable({ base: ['does_not_match_item_amounts'] });
    lagoHost().post('/credit_notes').reply(422, refused);
    expect(await failureOf(lagoProvider().creditNotes.create(input))).toMatchObject({
      code: 'rejected',
      issues: [{ rule: 'does_not_match_item_amounts' }],
    });
    serveEstimate();
    takeNote();
    const { warnings } = await lagoProvider().creditNotes.create({ ...input, description: 'Half' });
    expect(warnings).toMatchObject([{ code: 'not_applied', field: 'description' }]);
  });

  it('trap 18: takes a licence, which the error and the manifest say', async () => {
    const forbidden = { status: 403, error: 'Forbidden', code: 'feature_unavailable' };
    lagoHost().post('/credit_notes/estimate').reply(403, forbidden);
    const refused = await failureOf(lagoProvider().creditNotes.create(input));
    expect(refused.code).toBe('feature_not_enabled');
    const unlicensed = lagoProvider({ premium: false });
    expect(unlicensed.capabilities['creditNotes.estimate'].level).toBe('unsupported');
    const error = await failureOf(unlicensed.creditNotes.create(input));
    expect(error.code).toBe('unsupported');
    expect(error.message).toContain('invoices.void');
  });
});

describe('creditNotes.estimate', () => {
  it('tells what a note would come to, with the taxes before rounding', async () => {
    serveEstimate({ precise_taxes_amount_cents: 199.875, max_refundable_amount_cents: 500 });
    const { invoiceId, items: given } = input;
    expect(await lagoProvider().creditNotes.estimate({ invoiceId, items: given })).toEqual({
      couponAdjustment: usd('0.00'),
      subtotalExcludingTax: usd('10.00'),
      taxes: usd('2.00'),
      total: usd('12.00'),
      maxRefund: usd('5.00'),
      maxOffset: usd('12.00'),
      preciseTaxes: '1.99875',
    });
  });
});

describe('a credit note', () => {
  it('trap 24: takes words that it does not know for unknown', async () => {
    const unknown = { reason: 'goodwill', credit_status: 'frozen' };
    serveNote({ ...unknown, refund_amount_cents: 100, refund_status: 'held' });
    expect(await lagoProvider().creditNotes.get(ref)).toMatchObject({
      reason: 'unknown',
      creditStatus: 'unknown',
      refundStatus: 'unknown',
    });
  });

  it('has no credit where it only refunds, whatever Lago says of it', async () => {
    const refund = { credit_amount_cents: 0, refund_amount_cents: 1200, refund_status: 'pending' };
    serveNote({ ...refund, balance_amount_cents: 0, credit_status: 'available' });
    expect(await lagoProvider().creditNotes.get(ref)).toMatchObject({
      creditStatus: 'none',
      refundStatus: 'pending',
    });
  });

  it('is refused without its customer, and when another one answers', async () => {
    serveNote({ items: [] });
    expect((await failureOf(lagoProvider().creditNotes.get(ref))).code).toBe('malformed_response');
    serveNote({ lago_id: 'other-id' });
    expect((await failureOf(lagoProvider().creditNotes.get(ref))).code).toBe('malformed_response');
  });
});

describe('creditNotes.list', () => {
  it('filters by the number of the invoice, and leaves out those of others', async () => {
    lagoHost().get('/invoices/invoice-id').reply(200, { invoice: lagoInvoice() });
    const rows = [lagoCreditNote(), lagoCreditNote({ lago_id: 'x', lago_invoice_id: 'other-id' })];
    lagoHost()
      .get('/credit_notes')
      .query({ invoice_number: 'ACM-001', page: 1, per_page: 50 })
      .reply(200, onePage('credit_notes', rows));
    const { items: notes } = await lagoProvider().creditNotes.list({ invoiceId: 'invoice-id' });
    expect(notes.map(({ id }) => id)).toEqual(['note-id']);
  });

  it('brings nothing for an invoice that is not there', async () => {
    lagoHost().get('/invoices/invoice-id').reply(404, missing('invoice'));
    const page = await lagoProvider().creditNotes.list({ invoiceId: 'invoice-id' });
    expect(page.items).toEqual([]);
  });
});

describe('creditNotes.update', () => {
  const refunded = { refund_amount_cents: 100, refund_status: 'pending' };

  it('records the outcome of a refund, and sends the metadata along that is there', async () => {
    serveNote({ ...refunded, metadata: { a: '1' } });
    const body = { refund_status: 'succeeded', metadata: { a: '1' } };
    lagoHost()
      .put('/credit_notes/note-id', { credit_note: body })
      .reply(200, { credit_note: lagoCreditNote({ ...refunded, ...body }) });
    const input = { ...ref, refundStatus: 'succeeded' } as const;
    expect(await lagoProvider().creditNotes.update(input)).toMatchObject({
      refundStatus: 'succeeded',
      metadata: { a: '1' },
    });
  });

  it('refuses the outcome of a refund that there is not: Lago would take it', async () => {
    serveNote();
    const call = lagoProvider().creditNotes.update({ ...ref, refundStatus: 'succeeded' });
    expect((await failureOf(call)).code).toBe('conflict');
  });

  it('quirk d.6: replaces metadata at its own address: an update would merge it', async () => {
    serveNote({ metadata: { old: '1' } });
    lagoHost()
      .post('/credit_notes/note-id/metadata', { metadata: { new: '2' } })
      .reply(200, { metadata: { new: '2' } });
    const note = await lagoProvider().creditNotes.update({ ...ref, metadata: { new: '2' } });
    expect(note.metadata).toEqual({ new: '2' });
    expect(note.warnings).toBeUndefined();
  });

  it('clears metadata by deleting it, also where the first answer is lost', async () => {
    serveNote({ metadata: { old: '1' } });
    lagoHost().delete('/credit_notes/note-id/metadata').reply(502, '', AT_ONCE);
    lagoHost().delete('/credit_notes/note-id/metadata').reply(404, missing('metadata'));
    const note = await lagoProvider().creditNotes.update({ ...ref, metadata: null });
    expect(note.metadata).toBeUndefined();
    expect(note.warnings).toBeUndefined();
  });

  it('deletes no metadata where there is none', async () => {
    serveNote();
    const note = await lagoProvider().creditNotes.update({ ...ref, metadata: null });
    expect(note.warnings).toBeUndefined();
  });

  it('tells that the refund is recorded when the metadata is refused after that', async () => {
    serveNote(refunded);
    lagoHost()
      .put('/credit_notes/note-id')
      .reply(200, { credit_note: lagoCreditNote({ ...refunded, refund_status: 'succeeded' }) });
    lagoHost().post('/credit_notes/note-id/metadata').reply(404, missing('resource'));
    const note = await lagoProvider().creditNotes.update({
      ...ref,
      refundStatus: 'succeeded',
      metadata: { a: '1' },
    });
    expect(note).toMatchObject({
      refundStatus: 'succeeded',
      warnings: [{ code: 'not_applied', field: 'metadata' }],
    });
    expect(note.warnings).toHaveLength(1);
  });

  it('sends nothing for a change of nothing', async () => {
    serveNote();
    expect((await lagoProvider().creditNotes.update(ref)).id).toBe('note-id');
  });
});

describe('creditNotes.void', () => {
  const conflict = { status: 405, error: 'Method Not Allowed', code: 'no_voidable_amount' };
  const voided = { credit_status: 'voided', balance_amount_cents: 0 };

  it('voids a note once', async () => {
    serveNote(voided);
    expect((await lagoProvider().creditNotes.void(ref)).creditStatus).toBe('voided');
  });

  it('quirk d.3: takes a note of which nothing is left for a conflict', async () => {
    serveNote({ credit_status: 'consumed' });
    lagoHost().put('/credit_notes/note-id/void').reply(405, conflict);
    expect((await failureOf(lagoProvider().creditNotes.void(ref))).code).toBe('conflict');
  });

  it('takes that after a lost answer for its own work', async () => {
    serveNote();
    lagoHost().put('/credit_notes/note-id/void').reply(504, '', AT_ONCE);
    lagoHost().put('/credit_notes/note-id/void').reply(405, conflict);
    serveNote(voided);
    const note = await lagoProvider().creditNotes.void(ref);
    expect(note).toMatchObject({ creditStatus: 'voided', balance: usd('0.00') });
  });
});
