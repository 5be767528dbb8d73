import type { Billing, Customer } from '@billport/core';
import type { ToolCall } from '../../tools/tool-call.ts';
import { findReference } from './find-reference.ts';

/** Whether the provider searches by itself, and does not leave the words out. */
function canSearch({ capabilities, limits }: Billing): boolean {
  return (
    !capabilities['customers.list'].without?.includes('search') &&
    !limits.fields?.refused?.includes('customers.list.search')
  );
}

/** Providers compare these alike; of other letters, large and small ones may differ to them. */
const PLAIN = /^[\x20-\x7e]*$/;

/**
 * The customer with this key, or else with this e-mail address or name.
 *
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findCustomer({ billing }: ToolCall, reference: string): Promise<Customer> {
  const listAll = () => billing.customers.list({ limit: 100 });
  const search = () => billing.customers.list({ limit: 100, search: reference.trim() });
  const isSearched = canSearch(billing);
  return findReference<Customer>({
    noun: 'customer',
    field: 'customer',
    accepts: 'key, e-mail or name',
    reference,
    get: (customerKey) => billing.customers.get({ customerKey }),
    list: isSearched ? search : listAll,
    listAll: isSearched && !PLAIN.test(reference) ? listAll : undefined,
    keyOf: ({ customerKey }) => customerKey,
    namesOf: ({ customerKey, email, name }) => [customerKey, email, name],
    candidate: ({ customerKey, name, email }) => ({ customerKey, name, email }),
  });
}
