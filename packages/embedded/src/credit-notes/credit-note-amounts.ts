import {
  BillingError,
  Decimal,
  type Fee,
  invalidInput,
  minorUnits,
  moneyFromMinor,
} from '@billport/core';
import {
  type CreditedFee,
  type CreditNoteAmounts,
  creditableMinor,
  creditNoteAmounts,
} from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { InvoiceRecord } from '../invoicing/invoice-record.ts';
import { dueMinor } from '../invoicing/invoice-view.ts';
import { notFound } from '../store/documents.ts';
import type { StoredCreditNote } from './stored-credit-note.ts';

/** A part of a fee to give back. */
export interface CreditedItem {
  readonly feeId: string;
  /** Before coupons and tax; minor units, at most 5 decimals. */
  readonly amountMinor: Decimal;
}

/** @throws BillingError `conflict` unless the invoice is final and asks for more than bought credits. */
export function checkCreditable(invoice: InvoiceRecord): void {
  const { status, type, id } = invoice;
  if (status === 'finalized' && type !== 'credit') return;
  const why =
    type === 'credit'
      ? 'it asks for bought credits: void them with credits.void'
      : `it is ${status}: only a final invoice can be credited`;
  throw new BillingError('conflict', {
    message: `Invoice ${id} cannot be credited: ${why}.`,
    details: { resource: 'invoice', key: id, state: status },
  });
}

/** All notes on an invoice, oldest first. */
export function notesOf(engine: Engine, invoiceId: string): StoredCreditNote[] {
  return engine.tables.creditNotes.all({ invoice: invoiceId });
}

function feeOf(invoice: InvoiceRecord, feeId: string): { fee: Fee; credited: CreditedFee } {
  const index = invoice.body.fees.findIndex(({ id }) => id === feeId);
  const fee = invoice.body.fees[index];
  if (fee === undefined) throw notFound('fee of the invoice', feeId);
  return {
    fee,
    credited: {
      amountMinor: minorUnits(fee.amount),
      creditsMinor: Decimal.parse(invoice.body.feeCreditsMinor[index] ?? '0'),
      taxRate: Decimal.sum(fee.taxes.map(({ rate }) => Decimal.parse(rate))),
    },
  };
}

/** The fee as the arithmetic of credit notes takes it. */
export function creditedFee(invoice: InvoiceRecord, feeId: string): CreditedFee {
  return feeOf(invoice, feeId).credited;
}

/** What earlier notes gave back of a fee, before coupons and tax; minor units. */
export function creditedBefore(notes: readonly StoredCreditNote[], feeId: string): Decimal[] {
  return notes
    .flatMap(({ preciseItems }) => preciseItems)
    .filter((item) => item.feeId === feeId)
    .map(({ amountMinor }) => Decimal.parse(amountMinor));
}

/** What is left of a fee to give back; minor units. */
export function creditableOf(
  invoice: InvoiceRecord,
  notes: readonly StoredCreditNote[],
  feeId: string,
): Decimal {
  const { fee } = feeOf(invoice, feeId);
  return creditableMinor(minorUnits(fee.amount), creditedBefore(notes, feeId));
}

function checkItems(
  invoice: InvoiceRecord,
  notes: readonly StoredCreditNote[],
  items: readonly CreditedItem[],
): void {
  const asked = new Map<string, Decimal>();
  for (const [index, { feeId, amountMinor }] of items.entries()) {
    const total = (asked.get(feeId) ?? Decimal.ZERO).plus(amountMinor);
    asked.set(feeId, total);
    const left = creditableOf(invoice, notes, feeId);
    if (total.compare(left) <= 0) continue;
    const { amount } = moneyFromMinor(left.round(0, 'down').toScaled(0), invoice.body.currency);
    const message = `Write at most ${amount}: that is what is left of fee ${feeId} to give back.`;
    throw invalidInput([{ path: ['items', index, 'amount'], message }]);
  }
}

/** Whether these items give back all that is left of the invoice. */
function exhausts(
  invoice: InvoiceRecord,
  notes: readonly StoredCreditNote[],
  items: readonly CreditedItem[],
): boolean {
  return invoice.body.fees.every(({ id }) => {
    const asked = Decimal.sum(
      items.filter(({ feeId }) => feeId === id).map(({ amountMinor }) => amountMinor),
    );
    return asked.equals(creditableOf(invoice, notes, id));
  });
}

/**
 * What a credit note over these items comes to (`facts/rating.md §11`).
 * @throws BillingError `not_found` for an unknown fee; `invalid_input` for more than is left of it.
 */
export function amountsOf(
  engine: Engine,
  invoice: InvoiceRecord,
  items: readonly CreditedItem[],
): CreditNoteAmounts {
  const notes = notesOf(engine, invoice.id);
  checkItems(invoice, notes, items);
  const adjustment = exhausts(invoice, notes, items)
    ? Decimal.sum(
        notes.map(({ taxRoundingAdjustmentMinor }) => Decimal.parse(taxRoundingAdjustmentMinor)),
      )
    : Decimal.ZERO;
  return creditNoteAmounts(
    items.map(({ feeId, amountMinor }) => ({ fee: creditedFee(invoice, feeId), amountMinor })),
    adjustment,
  );
}

const notBelowZero = (minor: bigint) => (minor < 0n ? 0n : minor);

/** How much of a credit note can be refunded, and how much can lower what is due; minor units. */
export function limitsOf(
  engine: Engine,
  invoice: InvoiceRecord,
): { refundableMinor: bigint; unpaidMinor: bigint } {
  const refunded = notesOf(engine, invoice.id)
    .filter(({ refundStatus }) => refundStatus !== 'failed')
    .reduce((sum, { refund }) => sum + minorUnits(refund), 0n);
  return {
    refundableMinor: notBelowZero(BigInt(invoice.state.paidMinor) - refunded),
    unpaidMinor: notBelowZero(dueMinor(invoice)),
  };
}
