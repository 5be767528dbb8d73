import { createHash } from 'node:crypto';
import { type Instant, toEpochMs, toInstant } from '@billport/core';
import type { InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';

/** How long a link to a document is good for (`facts/paigo.md §3.5`). */
const LINK_DAYS = 7;
const DAY_MS = 86_400_000;

/** Where documents lie. Outside of the API: whoever has a link needs no token. */
export const DOCUMENTS_PATH = '/documents';

/** Where invoices are paid; outside of the API too. */
export const PAYMENTS_PATH = '/pay';

/** What only those who were told can know of an invoice. */
const secretOf = (purpose: string, { invoiceId }: InvoiceRecord, ends = ''): string =>
  createHash('sha256').update(`${purpose} ${invoiceId} ${ends}`).digest('hex');

/** A link to the document of an invoice, good for seven days. */
export function documentLink(state: PaigoState, invoice: InvoiceRecord): string {
  const ends = toInstant(toEpochMs(state.now()) + LINK_DAYS * DAY_MS);
  const query = new URLSearchParams({ ends, signature: secretOf('document', invoice, ends) });
  return `${state.url}${DOCUMENTS_PATH}/${invoice.invoiceId}.html?${query}`;
}

/** Whether a link to the document is whole and still good. */
export const opensDocument = (
  state: PaigoState,
  invoice: InvoiceRecord,
  link: { ends: Instant; signature: string },
): boolean =>
  link.signature === secretOf('document', invoice, link.ends) && state.now() < link.ends;

/** Where the customer pays an invoice. */
export const paymentLink = (state: PaigoState, invoice: InvoiceRecord): string =>
  `${state.url}${PAYMENTS_PATH}/${invoice.invoiceId}/${secretOf('payment', invoice)}`;

/** Whether the end of a payment link is right. */
export const opensPayment = (invoice: InvoiceRecord, secret: string): boolean =>
  secret === secretOf('payment', invoice);
