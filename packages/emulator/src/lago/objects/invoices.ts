import { type Customer, type Invoice, minorUnits } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents, toWireInteger, type WireInteger } from '../amounts.ts';
import { createdAtOf } from '../created-at.ts';
import { customerBehind } from '../customers/customer-behind.ts';
import { fileUrl } from '../documents.ts';
import { toSeconds } from '../instants.ts';
import { invoiceNumber, sequentialId } from '../invoice-numbers.ts';
import { invoiceRecord } from '../invoice-records.ts';
import { localDate } from '../local-date.ts';
import { partsPaid } from '../payments/payment-store.ts';
import { chargeById } from '../plan-book.ts';
import type { LagoState } from '../state.ts';
import { appliedTaxObject } from './applied-taxes.ts';
import { billedSubscriptions } from './billed-subscriptions.ts';
import { billingPeriods } from './billing-periods.ts';
import { creditObjects } from './credits.ts';
import { customerObject } from './customers.ts';
import { feeObject } from './fees.ts';

/** The layout of invoices that Lago is at. */
const VERSION = 4;

/**
 * Lago's type of an invoice. Each event of a charge in advance makes one of type `subscription`;
 * `advance_charges` is for fees that waited to be put on one together.
 */
export function invoiceType(state: LagoState, { type, fees }: Invoice): Invoice['type'] {
  if (type !== 'advance_charges') return type;
  const waited = fees.some(
    ({ chargeCode }) => chargeById(state, chargeCode ?? '')?.invoiceable === false,
  );
  return waited ? 'advance_charges' : 'subscription';
}

/** Whether it should have been paid by now. */
export function isOverdue(state: LagoState, invoice: Invoice): boolean {
  const { status, paymentStatus, paymentDueDate, paymentDisputeLostAt } = invoice;
  if (status !== 'finalized' || paymentStatus === 'succeeded') return false;
  if (paymentDueDate === undefined || paymentDisputeLostAt !== undefined) return false;
  return paymentDueDate < localDate(state.now(), 'UTC');
}

/** All sums, in the currency's smallest unit. */
function totals(state: LagoState, invoice: Invoice): Fields {
  const { totals: sums } = invoice;
  const parts = partsPaid(state, invoice);
  return {
    fees_amount_cents: toCents(sums.fees),
    progressive_billing_credit_amount_cents: toCents(sums.progressiveCredits),
    coupons_amount_cents: toCents(sums.coupons),
    sub_total_excluding_taxes_amount_cents: toCents(sums.subtotalExcludingTax),
    taxes_amount_cents: toCents(sums.taxes),
    sub_total_including_taxes_amount_cents: toCents(sums.subtotalIncludingTax),
    credit_notes_amount_cents: toCents(sums.creditNotes),
    prepaid_credit_amount_cents: toCents(sums.prepaidCredits),
    prepaid_granted_credit_amount_cents: null,
    prepaid_purchased_credit_amount_cents: null,
    total_amount_cents: toCents(sums.total),
    total_paid_amount_cents: toWireInteger(minorUnits(sums.paid) + parts),
    total_due_amount_cents: toWireInteger(minorUnits(sums.due) - parts),
  };
}

/** What credit notes took off what is due. */
function offsetCents(invoice: Invoice): WireInteger {
  const { total, paid, due } = invoice.totals;
  if (invoice.status === 'voided') return 0;
  return toWireInteger(minorUnits(total) - minorUnits(paid) - minorUnits(due));
}

/** When it last changed. */
function updatedAt(state: LagoState, invoice: Invoice): string {
  const { finalizedAt, voidedAt, paymentDisputeLostAt, id } = invoice;
  const createdAt = createdAtOf(invoice);
  const { changedAt } = invoiceRecord(state, id);
  const moments = [createdAt, finalizedAt, voidedAt, paymentDisputeLostAt, changedAt];
  return (
    moments
      .filter((moment) => moment !== undefined)
      .toSorted()
      .at(-1) ?? createdAt
  );
}

/** Its number, dates and states. A preview is of nothing that exists: it has no id. */
function heading(state: LagoState, invoice: Invoice, customer: Customer): Fields {
  const exists = invoice.id !== 'preview';
  const lagoId = state.ids.of('invoice', invoice.id);
  const { isRetried } = invoiceRecord(state, invoice.id);
  const { paymentDueDate, paymentDisputeLostAt, voidedAt } = invoice;
  return {
    lago_id: exists ? lagoId : null,
    billing_entity_code: 'default',
    sequential_id: sequentialId(invoice) ?? null,
    number: exists ? invoiceNumber(state, invoice) : '',
    issuing_date: invoice.issuingDate,
    payment_due_date: paymentDueDate ?? null,
    net_payment_term: customer.paymentTermDays ?? 0,
    invoice_type: invoiceType(state, invoice),
    status: isRetried ? 'pending' : invoice.status,
    payment_status: invoice.paymentStatus,
    payment_overdue: isOverdue(state, invoice),
    // Written as it is stored, with milliseconds (`facts/lago.md §a` "Dates").
    payment_dispute_lost_at: paymentDisputeLostAt ?? null,
    voided_at: voidedAt === undefined ? null : toSeconds(voidedAt),
    currency: invoice.currency,
    version_number: VERSION,
    self_billed: false,
    file_url: exists ? fileUrl(state, lagoId) : null,
    xml_url: null,
    created_at: toSeconds(createdAtOf(invoice)),
    updated_at: toSeconds(updatedAt(state, invoice)),
  };
}

function metadataRows(state: LagoState, { id }: Invoice): Fields[] {
  return invoiceRecord(state, id).metadata.map(({ lagoId, key, value, createdAt }) => ({
    lago_id: lagoId,
    key,
    value,
    created_at: toSeconds(createdAt),
  }));
}

async function appliedTaxes(state: LagoState, invoice: Invoice, id: unknown): Promise<Fields[]> {
  const { taxes, id: key } = invoice;
  const thing = { key, createdAt: createdAtOf(invoice), hasIds: id !== null };
  const objects = taxes.map((tax) => appliedTaxObject(state, tax, thing));
  return (await Promise.all(objects)).map((tax) => ({
    ...tax,
    lago_invoice_id: id,
    fees_amount_cents: tax.base_amount_cents,
  }));
}

function errorDetails(state: LagoState, { id, failure }: Invoice): Fields[] {
  if (failure === undefined) return [];
  return [
    {
      lago_id: state.ids.of('error_detail', id),
      error_code: 'invoice_generation_error',
      details: { error: failure },
    },
  ];
}

/** What one invoice has and those of a list have not (`facts/lago.md §b` "Invoices"). */
async function details(state: LagoState, invoice: Invoice, customer: Customer): Promise<Fields> {
  return {
    fees: await Promise.all(invoice.fees.map((fee) => feeObject(state, fee, invoice))),
    credits: await creditObjects(state, invoice),
    subscriptions: await billedSubscriptions(state, invoice),
    billing_periods: billingPeriods(state, invoice, customer.timezone ?? 'UTC'),
    error_details: errorDetails(state, invoice),
    ...(invoice.type === 'progressive_billing' ? { applied_usage_thresholds: [] } : {}),
  };
}

/** An invoice as Lago writes it; `full`: with what lists leave out. */
export async function invoiceObject(
  state: LagoState,
  invoice: Invoice,
  { full }: { readonly full: boolean },
): Promise<Fields> {
  const customer = await customerBehind(state, invoice.customerKey, createdAtOf(invoice));
  const head = heading(state, invoice, customer);
  return {
    ...head,
    ...totals(state, invoice),
    total_offsetted_credit_note_amount_cents: offsetCents(invoice),
    customer: customerObject(state, customer),
    metadata: metadataRows(state, invoice),
    applied_taxes: await appliedTaxes(state, invoice, head.lago_id),
    applied_invoice_custom_sections: [],
    ...(full ? await details(state, invoice, customer) : {}),
  };
}
