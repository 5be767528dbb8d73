import { html } from 'hono/html';
import type { InvoiceRecord } from '../records/invoice.ts';
import { lineAmount, paidOn, totalOf } from './invoice-amounts.ts';

/** A page that holds what an invoice says. */
export const invoiceDocument = (invoice: InvoiceRecord) => {
  const { invoiceId, invoiceDate, currency, lineItems } = invoice;
  return html`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Invoice ${invoiceId}</title></head>
<body><h1>Invoice</h1><p>${invoiceId}, ${invoiceDate.slice(0, 10)}, for ${invoice.customerId}</p>
<table>${lineItems.map(
    (line) => html`<tr><td>${line.name}</td><td>${line.quantity}</td><td>${line.unitCost}</td>
<td>${lineAmount(line, currency).toString()}</td></tr>`,
  )}</table>
<p>Without tax: ${invoice.amount} ${currency}; tax: ${invoice.taxAmount} ${currency};
in all: ${totalOf(invoice).toString()} ${currency}; paid: ${paidOn(invoice).toString()} ${currency}</p>
</body></html>`;
};
