import { checkEcho, path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { PaigoCustomer } from '../wire/customer.ts';

/** What requests about a customer are about, for errors. */
export const aboutCustomer = (customerKey: string) => ({ resource: 'customer', key: customerKey });

/**
 * Reads the customer of a key.
 * @throws BillingError `not_found`; `malformed_response` when the reply is about another one. Whose
 *   it is stays unsaid.
 */
export async function readCustomer(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<PaigoCustomer> {
  const about = aboutCustomer(customerKey);
  const found = await paigo.readOne<PaigoCustomer>(path`/customers/${customerKey}`, about, context);
  checkEcho('customer', customerKey, found.customerId);
  return found;
}

/**
 * Reads all customers, with all their invoices: Paigo has no pages and no filters
 * (`facts/paigo.md §3.1`).
 * @throws BillingError `malformed_response` when one has no id.
 */
export async function allCustomers(
  paigo: Connection,
  context: CallContext,
): Promise<PaigoCustomer[]> {
  const customers = await paigo.readAll<PaigoCustomer>(path`/customers`, context);
  const isNamed = ({ customerId }: PaigoCustomer) =>
    typeof customerId === 'string' && customerId !== '';
  if (customers.every(isNamed)) return customers;
  throw new BillingError('malformed_response', {
    message: 'Paigo sent a customer without customerId.',
  });
}
