import { type CreditNote, type Decimal, moneyFromMinor, toInstant } from '@billport/core';
import type { CreditNoteAmounts, CreditNoteParts } from '@billport/rating';
import { compact } from '../apply-changes.ts';
import { type Engine, nextId } from '../engine.ts';
import type { InvoiceRecord } from '../invoicing/invoice-record.ts';
import { dueMinor } from '../invoicing/invoice-view.ts';
import { localDate } from '../invoicing/local-date.ts';
import type { CreditedItem } from './credit-note-amounts.ts';
import type { StoredCreditNote } from './stored-credit-note.ts';

/** A credit note that was computed and is to be made. */
export interface CreditNoteDraft {
  readonly invoice: InvoiceRecord;
  readonly reason: CreditNote['reason'];
  readonly description?: string | undefined;
  readonly items: readonly CreditedItem[];
  readonly amounts: CreditNoteAmounts;
  readonly parts: CreditNoteParts;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Items show whole minor units; what is exact is kept beside them. */
function itemMoney(amountMinor: Decimal, currency: string) {
  return moneyFromMinor(amountMinor.round(0, 'down').toScaled(0), currency);
}

function lowerDue(engine: Engine, invoice: InvoiceRecord, offsetMinor: bigint): void {
  if (offsetMinor === 0n) return;
  const offset = BigInt(invoice.state.offsetMinor) + offsetMinor;
  const lowered = { ...invoice, state: { ...invoice.state, offsetMinor: offset.toString() } };
  const paymentStatus = dueMinor(lowered) === 0n ? 'succeeded' : invoice.paymentStatus;
  engine.invoices.update({ ...lowered, paymentStatus });
}

/** Makes a credit note and hands out its parts. */
export function issueCreditNote(
  engine: Engine,
  draft: CreditNoteDraft,
  at: number,
): StoredCreditNote {
  const { invoice, amounts, parts } = draft;
  const { currency } = invoice.body;
  const money = (minor: bigint) => moneyFromMinor(minor, currency);
  const id = nextId(engine, 'cn');
  const note: StoredCreditNote = compact({
    id,
    number: `CN-${String(engine.database.next('credit note number')).padStart(6, '0')}`,
    invoiceId: invoice.id,
    customerKey: invoice.customerKey,
    reason: draft.reason,
    description: draft.description,
    currency,
    issuingDate: localDate(engine, invoice.customerKey, at),
    items: draft.items.map(({ feeId, amountMinor }) => ({
      feeId,
      amount: itemMoney(amountMinor, currency),
    })),
    couponAdjustment: money(amounts.couponsAdjustmentMinor),
    subtotalExcludingTax: money(amounts.subTotalMinor),
    taxes: money(amounts.taxMinor),
    total: money(amounts.totalMinor),
    credit: money(parts.creditMinor),
    refund: money(parts.refundMinor),
    offset: money(parts.offsetMinor),
    balance: money(parts.creditMinor),
    creditStatus: parts.creditMinor === 0n ? 'none' : 'available',
    refundStatus: parts.refundMinor === 0n ? 'none' : 'pending',
    metadata: draft.metadata,
    createdAt: toInstant(at),
    preciseItems: draft.items.map(({ feeId, amountMinor }) => ({
      feeId,
      amountMinor: amountMinor.toString(),
    })),
    taxRoundingAdjustmentMinor: amounts.taxRoundingAdjustmentMinor.toString(),
  });
  engine.tables.creditNotes.insert(id, note, {
    customer: invoice.customerKey,
    invoice: invoice.id,
  });
  lowerDue(engine, invoice, parts.offsetMinor);
  return note;
}
