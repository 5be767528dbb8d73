import { deleteOnce, path } from '@billport/adapter-kit';
import type { Customer } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutCustomer, readCustomer } from './read-customer.ts';
import { toCustomer } from './to-customer.ts';

/**
 * Deletes a customer: the one of exactly this key, which is why it is read first. When the answer
 * of a first attempt was lost, the second finds nothing: then it is done.
 * @returns the customer as it was
 * @throws BillingError `not_found`
 */
export async function deleteCustomer(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<Customer> {
  const before = await readCustomer(paigo, customerKey, context);
  await deleteOnce<unknown>(before, () =>
    paigo.send(
      {
        method: 'DELETE',
        path: path`/customers/${customerKey}`,
        repeat: 'safe',
        lookup: `customers.get({ customerKey: ${JSON.stringify(customerKey)} }): not_found means that it is deleted.`,
        about: aboutCustomer(customerKey),
        expects: 'json_or_nothing',
      },
      context,
    ),
  );
  return toCustomer(before);
}
