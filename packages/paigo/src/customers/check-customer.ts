import { BillingError, invalidInput, type UpsertCustomerInput } from '@billport/core';
import { CURRENCIES } from '../limits.ts';
import { checkMetadata } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { listOf, textOf } from '../wire/reading.ts';

function refuse(field: string, message: string): never {
  throw invalidInput([{ path: [field], message }]);
}

/**
 * Refuses what Paigo does not take, before anything is sent.
 * @throws BillingError `invalid_input`
 */
export function checkCustomer({ email, currency, metadata }: UpsertCustomerInput): void {
  checkMetadata(metadata);
  if (email === null) {
    refuse('email', 'Paigo wants one of every customer: write another one instead.');
  }
  if (currency !== undefined && !(CURRENCIES as readonly string[]).includes(currency)) {
    refuse('currency', `Paigo bills in ${CURRENCIES.join(', ')} only: choose one of these.`);
  }
}

/**
 * The email of a new customer.
 * @throws BillingError `invalid_input` where there is none.
 */
export function requiredEmail({ email }: UpsertCustomerInput): string {
  return email ?? refuse('email', 'Paigo makes no customer without one: write where invoices go.');
}

/** What the customer is billed in so far; undefined while nothing is (`facts/paigo.md §4` "Currency"). */
function billedIn({ currency, invoices, enrollments }: PaigoCustomer): string | undefined {
  const [invoice] = listOf<PaigoInvoice>(invoices);
  const [enrollment] = listOf<PaigoEnrollment>(enrollments);
  if (invoice === undefined && enrollment === undefined) return undefined;
  const of = (value: unknown) => textOf(value)?.toUpperCase();
  return of(currency) ?? of(invoice?.currency) ?? of(enrollment?.offering?.currency) ?? 'USD';
}

/**
 * Refuses another currency for a customer with an invoice or a subscription: Paigo would not say
 * what becomes of them.
 * @throws BillingError `conflict`
 */
export function checkCurrency(before: PaigoCustomer, currency: string | undefined): void {
  const billed = billedIn(before);
  if (currency === undefined || billed === undefined || billed === currency) return;
  const key = before.customerId;
  throw new BillingError('conflict', {
    message: `Customer ${JSON.stringify(key)} is billed in ${billed}, and has invoices or subscriptions: make another customer for ${currency}.`,
    details: { resource: 'customer', key, state: `billed in ${billed}` },
  });
}
