import type { Customer } from '@billport/core';
import type { Fact } from '../answer.ts';
import { whole } from './whole.ts';

/** A customer: key, name, e-mail and currency, or all of it. */
export function shownCustomer(customer: Customer, detailed: boolean): Fact {
  if (detailed) return whole(customer);
  const { customerKey, name, email, currency } = customer;
  return { customerKey, name, email, currency };
}
