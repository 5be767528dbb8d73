import type { Link } from '@billport/core';
import { customerStatement, dataUrl, paymentDocument } from './documents/index.ts';
import type { Engine, Moment } from './engine.ts';
import { toInvoice } from './invoicing/invoice-view.ts';
import { toSubscription } from './subscriptions/subscription-view.ts';

/** Newest invoices on the customer's page: a link must not grow without bound. */
const LISTED_INVOICES = 100;

/**
 * The customer's own page as a link that holds it.
 * @throws BillingError `not_found`
 */
export function portalLink(engine: Engine, customerKey: string, { instant }: Moment): Link {
  const customer = engine.tables.customers.get(customerKey);
  const invoices = engine.invoices.page({ limit: LISTED_INVOICES }, { customerKey });
  const page = customerStatement({
    customer,
    subscriptions: engine.stays
      .living('customer', customerKey)
      .map((stay) => toSubscription(engine, stay)),
    wallets: engine.tables.wallets.all({ customer: customerKey, status: 'active' }),
    invoices: invoices.items.map(toInvoice),
    hasMoreInvoices: invoices.nextCursor !== undefined,
    at: instant,
  });
  return { url: dataUrl(page) };
}

/**
 * A page that tells what the customer owes and whom to pay, as a link that holds it.
 * @throws BillingError `not_found`
 */
export function checkoutLink(engine: Engine, customerKey: string): Link {
  const customer = engine.tables.customers.get(customerKey);
  const invoices = engine.invoices.all({ customerKey, status: 'finalized' }).map(toInvoice);
  return { url: dataUrl(paymentDocument(customerKey, customer, invoices)) };
}
