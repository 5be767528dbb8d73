import { emulated, type Handlers, native, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { deleteCustomer } from './customers/delete-customer.ts';
import { listCustomers } from './customers/list-customers.ts';
import { portalLink } from './customers/portal-link.ts';
import { readCustomer } from './customers/read-customer.ts';
import { toCustomer } from './customers/to-customer.ts';
import { upsertCustomer, WITHOUT } from './customers/upsert-customer.ts';

const SMALL_CUSTOMERS =
  'Paigo keeps no time zone, legal name, tax codes, grace period and payment term, and an address only with line1, city, postal code, country and a state of two letters.';

const OPEN_END =
  'Paigo does not say what becomes of subscriptions and invoices of a deleted customer, or whether its key can be used again: end its subscriptions and get its invoices first.';

/** The port `customers`. */
export function customerHandlers(paigo: Connection) {
  return {
    upsert: partial(
      (input, context) => upsertCustomer(paigo, input, context),
      SMALL_CUSTOMERS,
      WITHOUT,
    ),
    get: native(async ({ customerKey }, context) =>
      toCustomer(await readCustomer(paigo, customerKey, context)),
    ),
    list: emulated(
      (input, context) => listCustomers(paigo, input, context),
      'Paigo sends all customers at once: they are sorted, searched and cut into pages here.',
    ),
    delete: partial(
      ({ customerKey }, context) => deleteCustomer(paigo, customerKey, context),
      OPEN_END,
    ),
    createPortalLink: partial(
      ({ customerKey }, context) => portalLink(paigo, customerKey, context),
      "The pages are Stripe's: customers who pay outside of Paigo have none.",
    ),
    createCheckoutLink: emulated(
      ({ customerKey }, context) => portalLink(paigo, customerKey, context),
      'Paigo has no such link: the customer enters a payment method in its pages at Stripe.',
    ),
  } satisfies Handlers['customers'];
}
