import { invalidInput } from '@billport/core';
import { offeringCurrency } from '../plans/to-plan.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { textOf } from '../wire/reading.ts';
import { enrollmentsOf } from './match-enrollments.ts';

/**
 * The currency that the customer is billed in: its own, else that of what it is enrolled in;
 * undefined where nothing decides it yet (`facts/paigo.md §4`).
 */
export function billedCurrency(customer: PaigoCustomer): string | undefined {
  const [first] = enrollmentsOf(customer);
  return textOf(customer.currency)?.toUpperCase() ?? (first && offeringCurrency(first.offering));
}

/**
 * Refuses a plan of another currency than the customer's. Paigo would bill it, and does not say at
 * what rate (`facts/paigo.md §4`).
 * @throws BillingError `invalid_input`
 */
export function checkCurrency(customer: PaigoCustomer, offering: PaigoOffering): void {
  const [own, of] = [billedCurrency(customer), offeringCurrency(offering)];
  if (own === undefined || own === of) return;
  const message = `The plan is in ${of} and the customer is billed in ${own}: choose a plan in ${own}, or another customer. Paigo converts at no rate that it tells.`;
  throw invalidInput([{ path: ['planCode'], message }]);
}
