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

/**
 * The customer with this key, or else with this e-mail address or name.
 *
 * @throws Refusal `ambiguous` with candidates, or `not_found`.
 */
export function findCustomer({ billing }: ToolCall, reference: string): Promise<Customer> {
  return findReference<Customer>({
    noun: 'customer',
    field: 'customer',
    accepts: 'key, e-mail or name',
    reference,
    get: (customerKey) => billing.customers.get({ customerKey }),
    list: () =>
      billing.customers.list({
        limit: 100,
        ...(canSearch(billing) ? { search: reference.trim() } : {}),
      }),
    namesOf: ({ customerKey, email, name, legalName }) => [customerKey, email, name, legalName],
    candidate: ({ customerKey, name, email }) => ({ customerKey, name, email }),
  });
}
