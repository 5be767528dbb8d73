import { Decimal } from '@billport/core';
import { lesserMinor } from '../period/minor-units.ts';
import type { FeeDue } from './fee-due.ts';
import { feeShare } from './fee-share.ts';

/** The balance of a credit note that the customer holds. */
export interface CreditNoteBalance {
  readonly id: string;
  /** In minor units. */
  readonly balanceMinor: bigint;
  readonly currency: string;
  /** The invoice that it corrects, to which it is never applied. */
  readonly invoiceId?: string;
}

/** What one credit note paid. Minor units. */
export interface CreditNoteUse {
  readonly id: string;
  readonly amountMinor: bigint;
  /** Balance afterwards. */
  readonly balanceMinor: bigint;
}

/** The invoice that credit notes are applied to. */
export interface CreditNoteTarget {
  /** Where the invoice's own notes have to be told apart. */
  readonly invoiceId?: string | undefined;
  readonly currency: string;
  /** Amount due including tax, in minor units. */
  readonly dueMinor: bigint;
  /** What each fee costs after coupons, with tax. */
  readonly fees: readonly FeeDue[];
}

/** Credit notes of an invoice. */
export interface CreditNoteResult {
  /** Those that were used, oldest first. */
  readonly uses: readonly CreditNoteUse[];
  /** What they pay together, in minor units. */
  readonly amountMinor: bigint;
  /** The fees in the order given, with what is left to pay of them. */
  readonly fees: readonly FeeDue[];
}

/**
 * Applies credit notes after tax, up to the amount due; the rest stays on the note
 * (`facts/rating.md §11`). Notes in another currency and notes of this invoice are passed over.
 *
 * @param notes oldest first
 */
export function applyCreditNotes(
  notes: readonly CreditNoteBalance[],
  target: CreditNoteTarget,
): CreditNoteResult {
  const uses: CreditNoteUse[] = [];
  let fees = target.fees;
  let due = target.dueMinor;
  for (const note of notes.filter((candidate) => isApplicable(candidate, target))) {
    if (due <= 0n) break;
    const amountMinor = lesserMinor(note.balanceMinor, due);
    uses.push({ id: note.id, amountMinor, balanceMinor: note.balanceMinor - amountMinor });
    fees = paid(fees, amountMinor);
    due -= amountMinor;
  }
  return { uses, amountMinor: target.dueMinor - due, fees };
}

/** Spreads a payment over the fees by what is left of them. */
function paid(fees: readonly FeeDue[], amountMinor: bigint): FeeDue[] {
  const payment = Decimal.fromInteger(amountMinor);
  const base = Decimal.sum(fees.map((fee) => fee.dueMinor));
  return fees.map((fee) => ({
    ...fee,
    dueMinor: fee.dueMinor.minus(feeShare(payment, fee.dueMinor, base)),
  }));
}

function isApplicable(note: CreditNoteBalance, target: CreditNoteTarget): boolean {
  const isOwn = note.invoiceId !== undefined && note.invoiceId === target.invoiceId;
  return !isOwn && note.currency === target.currency && note.balanceMinor > 0n;
}
