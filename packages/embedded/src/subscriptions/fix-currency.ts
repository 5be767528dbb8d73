import { BillingError, type Customer } from '@billport/core';
import type { Engine } from '../engine.ts';

/**
 * A customer pays in one currency, which the first subscription or invoice fixes.
 * @param field The field of the input that brings the currency.
 * @throws BillingError `conflict` when the customer pays in another one.
 */
export function fixCurrency(
  engine: Engine,
  customer: Customer,
  currency: string,
  field: string,
): void {
  if (customer.currency === currency) return;
  if (customer.currency !== undefined) {
    throw new BillingError('conflict', {
      message: `${field}: it is priced in ${currency}, but customer ${JSON.stringify(customer.customerKey)} pays in ${customer.currency}. Use that currency, or another customer.`,
      details: { resource: 'customer', key: customer.customerKey },
    });
  }
  engine.tables.customers.replace(customer.customerKey, { ...customer, currency });
}
