import { path } from '@billport/adapter-kit';
import type { CallContext, Connection } from '../connection.ts';
import { saveThing, type ThingToSave } from '../saving/save-thing.ts';
import type { CustomerChanges, PaigoCustomer } from '../wire/customer.ts';
import { fieldsOf } from './customer-fields.ts';
import { aboutCustomer, readCustomer } from './read-customer.ts';

/** How a customer is saved. */
export interface SaveOptions {
  /** How to find out whether it landed, where a reader of customers does not see it. */
  readonly lookup?: string;
  /** Reads the customer; `readCustomer` when absent. */
  readonly read?: typeof readCustomer;
}

function customerToSave(
  paigo: Connection,
  customerId: string,
  context: CallContext,
  { lookup: given, read = readCustomer }: SaveOptions,
): ThingToSave<PaigoCustomer, CustomerChanges> {
  const key = JSON.stringify(customerId);
  const lookup =
    given ??
    `customers.get({ customerKey: ${key} }): compare it with what was sent, or send the same again.`;
  return {
    name: `customer ${key}`,
    lookup,
    habit: paigo.puts.customer,
    fieldsOf,
    read: () => read(paigo, customerId, context),
    async put(body) {
      await paigo.send(
        {
          method: 'PUT',
          path: path`/customers/${customerId}`,
          body,
          repeat: 'safe',
          lookup,
          about: aboutCustomer(customerId),
          expects: 'json_or_nothing',
        },
        context,
      );
    },
  };
}

/**
 * Changes a customer who is there, as `saveThing` does. Changes of one customer by this connection
 * wait for each other.
 *
 * @param changes what is to change, from what is there now: absent fields and names of the metadata
 *   stay, null takes one away
 * @returns the customer as read afterwards
 * @throws BillingError `not_found`; `outcome_unknown` when it may have landed and cannot be read;
 *   what `changes` throws, before anything is sent
 */
export function saveCustomer(
  paigo: Connection,
  customerId: string,
  changes: (before: PaigoCustomer) => CustomerChanges,
  context: CallContext,
  options: SaveOptions = {},
): Promise<PaigoCustomer> {
  return paigo.turns.take(`customer:${customerId}`, () =>
    saveThing(customerToSave(paigo, customerId, context, options), changes),
  );
}
