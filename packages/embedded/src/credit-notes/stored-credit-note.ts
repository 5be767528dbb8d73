import type { CreditNote } from '@billport/core';

/** A credit note with what later notes of its invoice must know. */
export interface StoredCreditNote extends CreditNote {
  /** What it gives back of each fee before coupons and tax; minor units, 5 decimals. */
  readonly preciseItems: readonly { readonly feeId: string; readonly amountMinor: string }[];
  /** Rounded tax less precise tax, in minor units; the note that exhausts the invoice takes it back. */
  readonly taxRoundingAdjustmentMinor: string;
}

/** A stored credit note as the contract shows it. */
export function toCreditNote(stored: StoredCreditNote): CreditNote {
  const { preciseItems: _items, taxRoundingAdjustmentMinor: _adjustment, ...note } = stored;
  return note;
}
