import { type Customer, type Fee, type Invoice, minorUnits } from '@billport/core';
import { type Html, html } from './html.ts';
import { page } from './page.ts';
import { facts, type TableRow, table } from './table.ts';
import { addressLines, moneyText, periodText, takenOff, wordText } from './wording.ts';

const NAMES: Readonly<Partial<Record<Invoice['status'], string>>> = {
  draft: 'Draft invoice',
  voided: 'Voided invoice',
};

/** What stands above the invoice, such as `Invoice 2026-17` or `Draft invoice inv_3`. */
export function invoiceTitle({ id, number, status }: Invoice): string {
  if (id === 'preview') return 'Invoice preview';
  return `${NAMES[status] ?? 'Invoice'} ${number ?? id}`;
}

/** What tells this line from others of its charge: filter, group, words and period. */
function lineDetails(fee: Fee, timezone: string | undefined): Html[] {
  const filter = Object.entries(fee.filter ?? {}).map(
    ([name, values]) => `${name}: ${values.join(', ')}`,
  );
  const group = Object.entries(fee.group ?? {}).map(
    ([name, value]) => `${name}: ${value ?? 'none'}`,
  );
  return [fee.description, ...filter, ...group, periodText(fee.period, timezone)]
    .filter((text) => text !== undefined && text !== '')
    .map((text) => html`<br><small>${text}</small>`);
}

function feeRow(fee: Fee, timezone: string | undefined): TableRow {
  const name = html`${fee.name}${lineDetails(fee, timezone)}`;
  return { cells: [name, fee.units, fee.unitAmount, moneyText(fee.amount)] };
}

function feeTable({ fees }: Invoice, timezone: string | undefined): Html | undefined {
  return table(
    'Lines',
    [
      { title: 'For' },
      { title: 'Units', number: true },
      { title: 'Unit price', number: true },
      { title: 'Amount', number: true },
    ],
    fees.map((fee) => feeRow(fee, timezone)),
  );
}

/** What was billed early in the same period; most invoices have nothing of it. */
function earlyRows({ totals }: Invoice): TableRow[] {
  const early = totals.progressiveCredits;
  return minorUnits(early) === 0n ? [] : [{ cells: ['Billed early', takenOff(early)] }];
}

function totalRows(invoice: Invoice): TableRow[] {
  const { totals, coupons, taxes, prepaidCredits, creditNotes } = invoice;
  const paid: TableRow[] = [
    ...creditNotes.map((use) => ({
      cells: [`Credit note ${use.creditNoteId}`, takenOff(use.amount)],
    })),
    ...prepaidCredits.map((use) => ({
      cells: [`Prepaid credits ${use.walletId}`, takenOff(use.amount)],
    })),
  ];
  return [
    { cells: ['Sum of the lines', moneyText(totals.fees)] },
    ...earlyRows(invoice),
    ...coupons.map((use) => ({
      cells: [`Coupon ${use.couponCode}`, takenOff(use.amount)],
    })),
    { cells: ['Subtotal without tax', moneyText(totals.subtotalExcludingTax)] },
    ...taxes.map(({ code, name, rate, amount }) => ({
      cells: [`${name ?? code} (${rate} %)`, moneyText(amount)],
    })),
    { cells: ['Taxes', moneyText(totals.taxes)] },
    { cells: ['Subtotal with tax', moneyText(totals.subtotalIncludingTax)] },
    ...paid,
    { cells: ['Total', moneyText(totals.total)], total: true },
    { cells: ['Paid', moneyText(totals.paid)] },
    { cells: ['Due', moneyText(totals.due)], total: true },
  ];
}

/**
 * An invoice as a page for people: lines, everything that is taken off or added, and the totals,
 * as they are stored.
 * @param customer absent when it was deleted; the page then shows its key only
 */
export function invoiceDocument(invoice: Invoice, customer?: Customer): string {
  const timezone = customer?.timezone;
  const address = addressLines(invoice.customerKey, customer);
  const periods = invoice.periods.map(({ subscriptionKey, planCode, period, chargesPeriod }) => ({
    cells: [
      subscriptionKey,
      planCode ?? '',
      periodText(period, timezone),
      periodText(chargesPeriod, timezone),
    ],
  }));
  const body = html`${facts({
    'Issued on': invoice.issuingDate,
    'Due on': invoice.paymentDueDate,
    Status: wordText(invoice.status),
    Payment: wordText(invoice.paymentStatus),
    'Billed to': address[0],
    Address: address.slice(1).join(', '),
    'Not computed': invoice.failure,
  })}
${table(
  'Billed periods',
  [{ title: 'Subscription' }, { title: 'Plan' }, { title: 'Base price' }, { title: 'Usage' }],
  periods,
)}
${feeTable(invoice, timezone)}
${table('Totals', [{ title: '' }, { title: 'Amount', number: true }], totalRows(invoice))}`;
  return page(invoiceTitle(invoice), body);
}
