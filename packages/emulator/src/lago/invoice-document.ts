import type { Invoice } from '@billport/core';
import { fileUrl, keepDocument } from './documents.ts';
import { notFound } from './failure.ts';
import { invoiceNumber } from './invoice-numbers.ts';
import { invoiceObject } from './objects/invoices.ts';
import type { LagoState } from './state.ts';

async function makeDocument(state: LagoState, invoice: Invoice): Promise<void> {
  const { url } = await state.billing.invoices.createDownloadLink({ invoiceId: invoice.id });
  const { number: engineNumber = '' } = invoice;
  const number = invoiceNumber(state, invoice);
  keepDocument(state, state.ids.of('invoice', invoice.id), { url, engineNumber, number });
  const object = await invoiceObject(state, invoice, { full: false });
  state.webhooks.send('invoice.generated', 'invoice', object);
}

/**
 * Whether the document of the invoice is there; where it is not, a job makes it.
 * @throws LagoFailure 404 for an invoice that is not final (`facts/lago.md §b` "Invoices").
 */
export function hasDocument(state: LagoState, invoice: Invoice): boolean {
  if (invoice.status !== 'finalized') throw notFound('invoice');
  if (fileUrl(state, state.ids.of('invoice', invoice.id)) !== null) return true;
  state.jobs.add('make the document of an invoice', () => makeDocument(state, invoice));
  return false;
}
