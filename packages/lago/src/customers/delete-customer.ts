import { deleteOnce, path } from '@billport/adapter-kit';
import type { Customer, Result } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoCustomer } from '../wire/customer.ts';
import { checkCustomer, readCustomer } from './read-customer.ts';
import { toCustomer } from './to-customer.ts';

const LATER =
  'Lago ends subscriptions, coupons and wallets of the customer, and finalizes the drafts, a little later: look at them again before you count on it.';

/**
 * Deletes a customer: the one of exactly this key, which is why it is read first
 * (`facts/lago.md §a`, Path parameters).
 */
export async function deleteCustomer(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<Result<Customer>> {
  const before = await readCustomer(lago, customerKey, context);
  const deleted = await deleteOnce(before, () =>
    lago.one<LagoCustomer>(
      'customer',
      {
        method: 'DELETE',
        path: path`/customers/${customerKey}`,
        repeat: 'safe',
        lookup: `customers.get({ customerKey: ${JSON.stringify(customerKey)} }): not_found means that it is deleted.`,
        about: { resource: 'customer', key: customerKey },
      },
      context,
    ),
  );
  const customer = toCustomer(checkCustomer(deleted, customerKey));
  return { ...customer, warnings: [{ code: 'pending', message: LATER }] };
}
