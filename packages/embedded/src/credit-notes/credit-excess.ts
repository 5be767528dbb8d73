import { Decimal } from '@billport/core';
import { splitCreditNote } from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { InvoiceRecord } from '../invoicing/invoice-record.ts';
import {
  amountsOf,
  type CreditedItem,
  creditableOf,
  limitsOf,
  notesOf,
} from './credit-note-amounts.ts';
import { issueCreditNote } from './issue-credit-note.ts';

/** Parts of the invoice's fees, from the first on, that add up to the amount as far as they reach. */
function itemsFor(engine: Engine, invoice: InvoiceRecord, amountMinor: bigint): CreditedItem[] {
  const notes = notesOf(engine, invoice.id);
  const items: CreditedItem[] = [];
  let left = Decimal.fromInteger(amountMinor);
  for (const { id } of invoice.body.fees) {
    const part = Decimal.min(left, creditableOf(invoice, notes, id));
    if (part.isPositive()) items.push({ feeId: id, amountMinor: part });
    left = left.minus(part);
  }
  return items;
}

/** Gives back what a progressive invoice billed beyond the usage of its period (§13). */
export function creditExcess(
  engine: Engine,
  invoice: InvoiceRecord,
  amountMinor: bigint,
  at: number,
): void {
  const items = itemsFor(engine, invoice, amountMinor);
  if (items.length === 0) return;
  const amounts = amountsOf(engine, invoice, items);
  const parts = splitCreditNote(amounts.totalMinor, 'credit', limitsOf(engine, invoice));
  issueCreditNote(engine, { invoice, reason: 'other', items, amounts, parts }, at);
}
