import { checkEcho, path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import type { LagoCustomer } from '../wire/customer.ts';

/**
 * The reply itself, when it is about the customer who was asked for.
 * @throws BillingError `malformed_response` when it is about another one.
 */
export function checkCustomer(wire: LagoCustomer, customerKey: string): LagoCustomer {
  checkEcho('customer', customerKey, wire.external_id);
  return wire;
}

/**
 * Reads the customer of a key.
 * @throws BillingError `not_found`; `malformed_response` when the reply is about another one.
 */
export async function readCustomer(
  lago: Connection,
  customerKey: string,
  context: CallContext,
): Promise<LagoCustomer> {
  const about = { resource: 'customer', key: customerKey };
  const wire = await lago.read<LagoCustomer>('customer', path`/customers/${customerKey}`, context, {
    about,
  });
  return checkCustomer(wire, customerKey);
}
