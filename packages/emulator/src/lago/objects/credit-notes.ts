import type { CreditNote, Invoice } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { toCents } from '../amounts.ts';
import { creditNoteNumber, creditNotePlace } from '../credit-note-numbers.ts';
import { creditNoteRecord } from '../credit-note-records.ts';
import { creditedRate, creditedTaxes } from '../credited-taxes.ts';
import { customerObjectBehind } from '../customers/customer-behind.ts';
import { fileUrl } from '../documents.ts';
import { toSeconds } from '../instants.ts';
import { invoiceNumber } from '../invoice-numbers.ts';
import type { LagoState } from '../state.ts';
import { appliedTaxObject } from './applied-taxes.ts';
import { feeObject } from './fees.ts';

/** All sums, in the currency's smallest unit. */
const amounts = (note: CreditNote): Fields => ({
  total_amount_cents: toCents(note.total),
  taxes_amount_cents: toCents(note.taxes),
  sub_total_excluding_taxes_amount_cents: toCents(note.subtotalExcludingTax),
  balance_amount_cents: toCents(note.balance),
  credit_amount_cents: toCents(note.credit),
  refund_amount_cents: toCents(note.refund),
  offset_amount_cents: toCents(note.offset),
  coupons_adjustment_amount_cents: toCents(note.couponAdjustment),
});

/** What became of the credit and of the refund; null where there is none. */
function statuses(state: LagoState, note: CreditNote): Fields {
  const refund = creditNoteRecord(state, note.id).refundStatus ?? note.refundStatus;
  return {
    credit_status: note.creditStatus === 'none' ? null : note.creditStatus,
    refund_status: refund === 'none' ? null : refund,
  };
}

function itemObjects(state: LagoState, note: CreditNote, invoice: Invoice): Promise<Fields[]> {
  const objects = note.items.map(async ({ feeId, amount }, index) => {
    const fee = invoice.fees.find(({ id }) => id === feeId);
    return {
      lago_id: state.ids.of('credit_note_item', `${note.id}\n${index}`),
      amount_cents: toCents(amount),
      amount_currency: amount.currency,
      fee: fee === undefined ? null : await feeObject(state, fee, invoice),
    };
  });
  return Promise.all(objects);
}

async function taxObjects(state: LagoState, note: CreditNote, invoice: Invoice) {
  const thing = { key: note.id, createdAt: note.createdAt, hasIds: true };
  const taxes = creditedTaxes(invoice, note.items);
  const objects = taxes.map((tax) => appliedTaxObject(state, tax, thing));
  const lagoId = state.ids.of('credit_note', note.id);
  return {
    taxes_rate: creditedRate(taxes, note.subtotalExcludingTax),
    applied_taxes: (await Promise.all(objects)).map((tax) => ({
      ...tax,
      lago_credit_note_id: lagoId,
    })),
  };
}

/** When it last changed. */
function updatedAt(state: LagoState, { id, createdAt, voidedAt }: CreditNote): string {
  const moments = [createdAt, voidedAt, creditNoteRecord(state, id).changedAt];
  return (
    moments
      .filter((moment) => moment !== undefined)
      .toSorted()
      .at(-1) ?? createdAt
  );
}

/** A credit note as Lago writes it. */
export async function creditNoteObject(state: LagoState, note: CreditNote): Promise<Fields> {
  const invoice = await state.billing.invoices.get({ invoiceId: note.invoiceId });
  const lagoId = state.ids.of('credit_note', note.id);
  const { metadata } = creditNoteRecord(state, note.id);
  return {
    lago_id: lagoId,
    billing_entity_code: 'default',
    sequential_id: await creditNotePlace(state, note),
    number: await creditNoteNumber(state, note),
    lago_invoice_id: state.ids.of('invoice', invoice.id),
    invoice_number: invoiceNumber(state, invoice),
    issuing_date: note.issuingDate,
    ...statuses(state, note),
    reason: note.reason,
    description: note.description ?? null,
    currency: note.currency,
    ...amounts(note),
    created_at: toSeconds(note.createdAt),
    updated_at: toSeconds(updatedAt(state, note)),
    file_url: fileUrl(state, lagoId),
    xml_url: null,
    self_billed: false,
    customer: await customerObjectBehind(state, note.customerKey, note.createdAt),
    items: await itemObjects(state, note, invoice),
    ...(await taxObjects(state, note, invoice)),
    error_details: [],
    // There is no such key as long as there is nothing in it.
    ...(metadata === null ? {} : { metadata }),
  };
}
