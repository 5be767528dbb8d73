import type { CreditNote } from '@billport/core';
import { invoiceNumber } from './invoice-numbers.ts';
import type { LagoState } from './state.ts';

/** The place of a note among those of its invoice, from 1. */
export async function creditNotePlace(state: LagoState, note: CreditNote): Promise<number> {
  const { invoiceId } = note;
  const notes = await Array.fromAsync(state.billing.creditNotes.list({ invoiceId }));
  // Newest first.
  return notes.length - notes.findIndex(({ id }) => id === note.id);
}

/** The number on a credit note: that of its invoice, and its place there. */
export async function creditNoteNumber(state: LagoState, note: CreditNote): Promise<string> {
  const { invoiceId } = note;
  const invoice = await state.billing.invoices.get({ invoiceId });
  const place = await creditNotePlace(state, note);
  return `${invoiceNumber(state, invoice)}-CN${String(place).padStart(3, '0')}`;
}
