import { BillingError, type Invoice } from '@billport/core';
import { type Fields, isFields } from '../machinery/json-fields.ts';
import { notAllowed } from './failure.ts';
import { FieldErrors } from './field-errors.ts';
import { tellPayment } from './invoice-payment.ts';
import { type InvoiceMetadataRow, invoiceRecord, keepInvoiceRecord } from './invoice-records.ts';
import { textIn } from './request-fields.ts';
import type { LagoState } from './state.ts';

const MOST_ROWS = 5;
const LONGEST_KEY = 20;
const LONGEST_VALUE = 140;

const PAYMENT_STATUSES: readonly string[] = ['pending', 'succeeded', 'failed'];
const isPaymentStatus = (status: unknown): status is 'pending' | 'succeeded' | 'failed' =>
  typeof status === 'string' && PAYMENT_STATUSES.includes(status);

function rowOf(
  state: LagoState,
  fields: Fields,
  before: readonly InvoiceMetadataRow[],
  errors: FieldErrors,
): InvoiceMetadataRow {
  const known = before.find(({ lagoId }) => lagoId === fields.id);
  const key = textIn(fields, 'key') ?? known?.key ?? '';
  const value = textIn(fields, 'value') ?? known?.value ?? '';
  if (key === '') errors.add('key', 'value_is_mandatory');
  if (value === '') errors.add('value', 'value_is_mandatory');
  if (key.length > LONGEST_KEY) errors.add('key', 'value_is_too_long');
  if (value.length > LONGEST_VALUE) errors.add('value', 'value_is_too_long');
  return known === undefined
    ? { lagoId: state.ids.next(), key, value, createdAt: state.now() }
    : { ...known, key, value };
}

/** The rows that take the place of all others (`facts/lago.md §b` "Invoices"). */
function rowsIn(state: LagoState, invoiceId: string, sent: unknown): InvoiceMetadataRow[] {
  const errors = new FieldErrors();
  const before = invoiceRecord(state, invoiceId).metadata;
  const fields = Array.isArray(sent) ? sent.filter(isFields) : [];
  if (fields.length > MOST_ROWS) errors.add('metadata', 'invalid_count');
  const rows = fields.map((row) => rowOf(state, row, before, errors));
  const isTwice = new Set(rows.map(({ key }) => key)).size < rows.length;
  if (isTwice) errors.add('key', 'value_already_exist');
  errors.throwIfAny();
  return rows;
}

/** @throws LagoFailure 405 for what cannot be changed in this state. */
function checkState({ status }: Invoice, fields: Fields): void {
  if (status === 'voided') throw notAllowed('update_on_voided_invoice');
  if (status !== 'draft') return;
  if (fields.metadata !== undefined) throw notAllowed('metadata_on_draft_invoice');
  if (fields.payment_status !== undefined) {
    throw notAllowed('payment_status_update_on_draft_invoice');
  }
}

async function recordPayment(
  state: LagoState,
  invoice: Invoice,
  paymentStatus: unknown,
): Promise<Invoice> {
  if (paymentStatus === undefined) return invoice;
  const errors = new FieldErrors();
  if (!isPaymentStatus(paymentStatus)) {
    errors.add('payment_status', 'value_is_invalid');
    errors.throwIfAny();
    return invoice;
  }
  try {
    const paid = await state.billing.invoices.update({ invoiceId: invoice.id, paymentStatus });
    await tellPayment(state, invoice, paid);
    return paid;
  } catch (error) {
    // Bought credits that count already cannot be taken back by their payment.
    if (BillingError.is(error, 'conflict')) throw notAllowed('invalid_status');
    throw error;
  }
}

/**
 * Records the outcome of a payment, and replaces the metadata.
 * @throws LagoFailure 405 for a draft and for a voided invoice; 422 for what is wrong.
 */
export async function updateInvoice(
  state: LagoState,
  invoice: Invoice,
  fields: Fields,
): Promise<Invoice> {
  checkState(invoice, fields);
  const { metadata } = fields;
  const rows = metadata === undefined ? undefined : rowsIn(state, invoice.id, metadata);
  const updated = await recordPayment(state, invoice, fields.payment_status);
  keepInvoiceRecord(state, invoice.id, rows === undefined ? {} : { metadata: rows });
  return updated;
}
