import type { LagoFee } from '../wire/fee.ts';
import type { LagoInvoice } from '../wire/invoice.ts';

/** A line of 10.00 USD of a one-off invoice, without taxes. */
export const lagoFee = (fields: Partial<LagoFee> = {}): LagoFee => ({
  lago_id: 'fee-id',
  lago_invoice_id: 'invoice-id',
  lago_charge_id: null,
  lago_subscription_id: null,
  external_subscription_id: null,
  item: { type: 'add_on', code: 'billport_item', name: 'Item', invoice_display_name: 'Setup' },
  pay_in_advance: false,
  amount_cents: 1000,
  amount_currency: 'USD',
  precise_amount: '10.0',
  precise_coupons_amount_cents: '0.0',
  taxes_amount_cents: 0,
  taxes_rate: 0,
  total_amount_cents: 1000,
  units: '1.0',
  precise_unit_amount: '10.0',
  payment_status: 'pending',
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});

/** A final one-off invoice of 10.00 USD over one line, not paid. */
export const lagoInvoice = (fields: Partial<LagoInvoice> = {}): LagoInvoice => ({
  lago_id: 'invoice-id',
  number: 'ACM-001',
  issuing_date: '2026-01-02',
  payment_due_date: '2026-01-02',
  payment_dispute_lost_at: null,
  invoice_type: 'one_off',
  status: 'finalized',
  payment_status: 'pending',
  currency: 'USD',
  fees_amount_cents: 1000,
  progressive_billing_credit_amount_cents: 0,
  coupons_amount_cents: 0,
  sub_total_excluding_taxes_amount_cents: 1000,
  taxes_amount_cents: 0,
  sub_total_including_taxes_amount_cents: 1000,
  credit_notes_amount_cents: 0,
  prepaid_credit_amount_cents: 0,
  total_amount_cents: 1000,
  total_paid_amount_cents: 0,
  total_offsetted_credit_note_amount_cents: 0,
  file_url: null,
  voided_at: null,
  created_at: '2026-01-02T03:04:05Z',
  customer: { external_id: 'acme' },
  metadata: [],
  applied_taxes: [],
  fees: [lagoFee()],
  credits: [],
  billing_periods: [],
  subscriptions: [],
  error_details: [],
  ...fields,
});

/** A tax as Lago shows it on an invoice of 10.00. */
export const lagoTax = (code: string, rate: number) => ({
  tax_code: code,
  tax_name: code.toUpperCase(),
  tax_rate: rate,
  amount_cents: rate * 10,
});
