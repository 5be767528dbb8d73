import type { LagoCreditNote, LagoCreditNoteEstimate } from '../wire/credit-note.ts';

/** A note over 10.00 USD of a line and 2.00 of tax, all of it credit. */
export const lagoCreditNote = (fields: Partial<LagoCreditNote> = {}): LagoCreditNote => ({
  lago_id: 'note-id',
  number: 'ACM-001-CN001',
  lago_invoice_id: 'invoice-id',
  issuing_date: '2026-01-02',
  reason: 'order_change',
  description: null,
  currency: 'USD',
  total_amount_cents: 1200,
  taxes_amount_cents: 200,
  sub_total_excluding_taxes_amount_cents: 1000,
  balance_amount_cents: 1200,
  credit_amount_cents: 1200,
  refund_amount_cents: 0,
  offset_amount_cents: 0,
  coupons_adjustment_amount_cents: 0,
  credit_status: 'available',
  refund_status: null,
  file_url: null,
  items: [{ amount_cents: 1000, fee: { lago_id: 'fee-id', external_customer_id: 'acme' } }],
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});

/** What Lago makes of 10.00 USD of a line with 20 % tax, of an invoice that is not paid. */
export const lagoEstimate = (
  fields: Partial<LagoCreditNoteEstimate> = {},
): LagoCreditNoteEstimate => ({
  currency: 'USD',
  taxes_amount_cents: 200,
  precise_taxes_amount_cents: '200.0',
  sub_total_excluding_taxes_amount_cents: 1000,
  coupons_adjustment_amount_cents: 0,
  max_creditable_amount_cents: 1200,
  max_refundable_amount_cents: 0,
  max_offsettable_amount_cents: 1200,
  ...fields,
});
