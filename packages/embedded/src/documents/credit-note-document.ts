import type { CreditNote, Customer, Invoice } from '@billport/core';
import { html } from './html.ts';
import { page } from './page.ts';
import { facts, table } from './table.ts';
import { addressLines, moneyText, takenOff, wordText } from './wording.ts';

/**
 * A credit note as a page for people.
 * @param customer absent when it was deleted; the page then shows its key only
 * @param invoice the invoice that it gives back from; names its lines, which are else shown by id
 */
export function creditNoteDocument(
  note: CreditNote,
  customer?: Customer,
  invoice?: Invoice,
): string {
  const address = addressLines(note.customerKey, customer);
  const names = new Map((invoice?.fees ?? []).map((fee) => [fee.id, fee.name]));
  const amounts = [{ title: '' }, { title: 'Amount', number: true }];
  const body = html`${facts({
    'Issued on': note.issuingDate,
    Invoice: invoice?.number ?? note.invoiceId,
    Reason: wordText(note.reason),
    Words: note.description,
    'Given to': address[0],
    Address: address.slice(1).join(', '),
    Voided: note.voidedAt,
  })}
${table(
  'Lines',
  amounts,
  note.items.map((item) => ({
    cells: [names.get(item.feeId) ?? item.feeId, moneyText(item.amount)],
  })),
)}
${table('Totals', amounts, [
  { cells: ['Share of the coupons', takenOff(note.couponAdjustment)] },
  { cells: ['Subtotal without tax', moneyText(note.subtotalExcludingTax)] },
  { cells: ['Taxes', moneyText(note.taxes)] },
  { cells: ['Total', moneyText(note.total)], total: true },
  { cells: ['For later invoices', moneyText(note.credit)] },
  { cells: ['Paid back', moneyText(note.refund)] },
  { cells: ['Taken off its own invoice', moneyText(note.offset)] },
  { cells: ['Left for later invoices', moneyText(note.balance)], total: true },
])}`;
  return page(`Credit note ${note.number}`, body);
}
