import type { Customer } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';
import { namedCustomer } from './named.ts';

/**
 * Refuses what is in another currency than the one that a customer pays in, before anybody is asked.
 * @param field the argument that brings the currency
 * @param what as a sentence has it: `plan "pro"`
 * @throws Refusal `invalid_arguments`.
 */
export function requireCurrency(
  customer: Pick<Customer, 'customerKey' | 'name' | 'currency'>,
  currency: string,
  field: string,
  what: string,
): void {
  if (customer.currency === undefined || customer.currency === currency) return;
  throw new Refusal('invalid_arguments', {
    field,
    message: `${field}: ${what} is in ${currency}, and ${namedCustomer(customer)} pays in ${customer.currency}.`,
    next: `Call again with one in ${customer.currency}, or with another customer.`,
  });
}
