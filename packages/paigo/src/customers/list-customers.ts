import { wholePage } from '@billport/adapter-kit';
import type { Customer, contract, InputOf, Page } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { newestFirst } from '../newest-first.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { allCustomers } from './read-customer.ts';
import { toCustomer } from './to-customer.ts';

const idOf = ({ customerId }: PaigoCustomer) => customerId;

/** Whether a key, a name or an address has the text in it, in small letters or large. */
function matches(wire: PaigoCustomer, search: string): boolean {
  const wanted = search.toLowerCase();
  const { customerKey, name, email } = toCustomer(wire);
  return [customerKey, name, email].some((text) => text?.toLowerCase().includes(wanted));
}

/**
 * A page of customers, newest first. Paigo sends all of them each time (`facts/paigo.md §3.1`): they
 * are sorted, searched and cut into pages here.
 */
export function listCustomers(
  paigo: Connection,
  { search, limit, cursor }: InputOf<typeof contract.customers.list>,
  context: CallContext,
): Promise<Page<Customer>> {
  return wholePage<PaigoCustomer, Customer>({
    scope: `customers ${search ?? ''}`,
    limit,
    cursor,
    idOf,
    fetch: async () => newestFirst(await allCustomers(paigo, context), idOf),
    keep: search === undefined ? undefined : (wire) => matches(wire, search),
    toItem: toCustomer,
  });
}
