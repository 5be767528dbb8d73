import { type Customer, type Invoice, minorUnits, sumMoney } from '@billport/core';
import { INVOICE_COLUMNS, invoiceRow } from './customer-statement.ts';
import { html } from './html.ts';
import { page } from './page.ts';
import { facts, table } from './table.ts';
import { addressLines, moneyText } from './wording.ts';

/** What is due, one sum for each currency. */
function dueTexts(invoices: readonly Invoice[]): string[] {
  const currencies = [...new Set(invoices.map(({ currency }) => currency))].sort();
  return currencies.map((currency) => {
    const due = invoices.filter((invoice) => invoice.currency === currency);
    return moneyText(
      sumMoney(
        due.map(({ totals }) => totals.due),
        currency,
      ),
    );
  });
}

/**
 * What a customer owes and how to pay it. It takes no payment: the embedded engine has no payment
 * provider, so the seller is paid as both agreed, and records it.
 * @param invoices final invoices; those of which nothing is due are left out
 */
export function paymentDocument(
  customerKey: string,
  customer: Customer | undefined,
  invoices: readonly Invoice[],
): string {
  const open = invoices.filter(({ totals }) => minorUnits(totals.due) > 0n);
  const owed = dueTexts(open);
  const how =
    open.length === 0
      ? html`<p>Nothing is due.</p>`
      : html`<p>Pay the company that sent you this page, in the way you agreed with it, and name the numbers of the invoices. This page takes no payment and keeps no payment method.</p>`;
  const body = html`${facts({
    Customer: addressLines(customerKey, customer)[0],
    'To pay': owed.join(' and '),
  })}
${how}
${table('Open invoices', INVOICE_COLUMNS, open.map(invoiceRow))}`;
  return page('Payment', body);
}
