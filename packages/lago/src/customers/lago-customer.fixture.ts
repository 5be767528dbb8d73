import type { LagoCustomer } from '../wire/customer.ts';

/** A customer of whom nothing but the key is known. */
export const lagoCustomer = (fields: Partial<LagoCustomer> = {}): LagoCustomer => ({
  lago_id: 'customer-id',
  external_id: 'acme',
  name: null,
  email: null,
  currency: null,
  timezone: null,
  applicable_timezone: 'UTC',
  address_line1: null,
  address_line2: null,
  city: null,
  state: null,
  zipcode: null,
  country: null,
  legal_name: null,
  tax_identification_number: null,
  net_payment_term: null,
  billing_configuration: { invoice_grace_period: null },
  taxes: [],
  metadata: [],
  created_at: '2026-01-02T03:04:05Z',
  ...fields,
});
