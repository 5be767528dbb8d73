import { linkAddress } from '@billport/adapter-kit';
import { BillingError, type Link, toInstant } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutInvoice, readInvoice } from './find-invoices.ts';
import { invoiceWords } from './invoice-words.ts';
import type { IdentifiedInvoice } from './to-invoice.ts';

/** How long a link to a document is good for (`facts/paigo.md §3.5`). */
const DOCUMENT_MS = 7 * 86_400_000;

function noLink({ id, wire }: IdentifiedInvoice, why: string): BillingError {
  return new BillingError('conflict', {
    message: `Invoice ${JSON.stringify(id)} has no such link: ${why}`,
    details: { ...aboutInvoice(id), state: invoiceWords(wire).status },
  });
}

/** The address that Paigo sent; undefined where it sent none. */
const addressOf = (link: unknown): string | undefined =>
  link === undefined || link === null || link === '' ? undefined : linkAddress(link, 'Paigo');

/**
 * The link where the customer pays: drafts and open invoices have one. It is in no message: whoever
 * has it can use it.
 * @throws BillingError `not_found`; `conflict` when it is paid or void; `malformed_response` for
 *   anything but the address of a page
 */
export async function paymentLink(
  paigo: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<Link> {
  const invoice = await readInvoice(paigo, invoiceId, context);
  const url = addressOf(invoice.wire.paymentLink);
  if (url === undefined) throw noLink(invoice, 'only one that is still to be paid has.');
  return { url };
}

/**
 * A link to the document, for seven days. It is in no message: whoever has it can use it.
 * @throws BillingError `not_found`; `conflict` when Paigo gives none; `malformed_response` for
 *   anything but the address of a page
 */
export async function downloadLink(
  paigo: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<Link> {
  // Asked before the request: the link never works longer than is said.
  const expiresAt = toInstant(paigo.clock.now() + DOCUMENT_MS);
  const invoice = await readInvoice(paigo, invoiceId, context, { download: true });
  const url = addressOf(invoice.wire.invoiceUrl);
  if (url === undefined) throw noLink(invoice, 'Paigo gave none. Look in its dashboard.');
  return { url, expiresAt };
}
