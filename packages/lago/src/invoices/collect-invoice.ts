import { afterWrite, linkAddress, path } from '@billport/adapter-kit';
import type { Invoice, Link, Result } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { InvoiceReader } from './invoice-reader.ts';

/**
 * Asks the customer's payment method for what is due. Lago answers at once with nothing, and asks
 * later (`facts/lago.md §b`, Invoices).
 * @throws BillingError `not_found`; `conflict` where there is nothing to pay, or a payment is on
 * its way; `outcome_unknown` when the answer is lost.
 */
export async function collectInvoice(
  lago: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<Result<Invoice>> {
  const lookup = `invoices.get({ invoiceId: ${JSON.stringify(invoiceId)} }): wait until its paymentStatus is no longer pending.`;
  await lago.send(
    {
      method: 'POST',
      path: path`/invoices/${invoiceId}/retry_payment`,
      repeat: 'never',
      lookup,
      expects: 'json_or_nothing',
      about: { resource: 'invoice', key: invoiceId },
    },
    context,
  );
  const invoice = await afterWrite(lookup, () => new InvoiceReader(lago, context).read(invoiceId));
  const message = 'Lago asks for the payment later: look at the paymentStatus then.';
  return { ...invoice, warnings: [{ code: 'pending', message }] };
}

/** What Lago answers of a link to pay. The address is a secret. */
interface LagoPaymentDetails {
  readonly payment_url?: unknown;
}

/**
 * Makes a link where the customer pays the invoice.
 * @throws BillingError `not_found`; `conflict` or `rejected` where it cannot be paid there.
 */
export async function paymentLink(
  lago: Connection,
  invoiceId: string,
  context: CallContext,
): Promise<Link> {
  const { payment_url: url } = await lago.one<LagoPaymentDetails>(
    'invoice_payment_details',
    {
      method: 'POST',
      path: path`/invoices/${invoiceId}/payment_url`,
      repeat: 'safe',
      lookup: 'Nothing to look up: ask for another link.',
      about: { resource: 'invoice', key: invoiceId },
    },
    context,
  );
  return { url: linkAddress(url, 'Lago') };
}
