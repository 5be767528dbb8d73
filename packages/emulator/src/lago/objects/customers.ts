import type { Customer } from '@billport/core';
import type { Fields } from '../../machinery/json-fields.ts';
import { createdAtOf } from '../created-at.ts';
import { type CustomerRecord, customerRecord } from '../customers/customer-records.ts';
import { toSeconds } from '../instants.ts';
import type { LagoState } from '../state.ts';
import { taxObjects } from './taxes.ts';

/** Fields that say who a customer is: kept as they were sent. */
export const PROFILE_FIELDS = [
  'name',
  'firstname',
  'lastname',
  'email',
  'customer_type',
  'account_type',
  'country',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'zipcode',
  'phone',
  'url',
  'logo_url',
  'legal_name',
  'legal_number',
  'tax_identification_number',
  'external_salesforce_id',
  'finalize_zero_amount_invoice',
] as const;

/** Fields of `shipping_address`. */
export const SHIPPING_FIELDS = [
  'address_line1',
  'address_line2',
  'city',
  'zipcode',
  'state',
  'country',
] as const;

const DEFAULTS: Fields = { account_type: 'customer', finalize_zero_amount_invoice: 'inherit' };

/** What the engine knows of the customer, where nothing else was sent. */
function profileOf(customer: Customer): Fields {
  return {
    name: customer.name,
    email: customer.email,
    legal_name: customer.legalName,
    tax_identification_number: customer.taxNumber,
  };
}

const row = (names: readonly string[], ...sources: readonly Fields[]): Fields =>
  Object.fromEntries(
    names.map((name) => [
      name,
      sources.find((source) => source[name] !== undefined)?.[name] ?? null,
    ]),
  );

const billingConfiguration = (customer: Customer, { billing }: CustomerRecord): Fields => ({
  invoice_grace_period: customer.gracePeriodDays ?? null,
  payment_provider: null,
  payment_provider_code: null,
  document_locale: null,
  subscription_invoice_issuing_date_anchor: null,
  subscription_invoice_issuing_date_adjustment: null,
  ...billing,
});

const metadataObjects = ({ metadata }: CustomerRecord): Fields[] =>
  metadata.map(({ lagoId, key, value, displayInInvoice, createdAt }) => ({
    lago_id: lagoId,
    key,
    value,
    display_in_invoice: displayInInvoice,
    created_at: toSeconds(createdAt),
  }));

/** A customer as Lago embeds it in other objects. */
export function customerObject(state: LagoState, customer: Customer): Fields {
  const record = customerRecord(state, customer);
  return {
    lago_id: state.ids.of('customer', customer.customerKey),
    billing_entity_code: 'default',
    external_id: customer.customerKey,
    sequential_id: record.sequentialId,
    slug: `${state.documentPrefix}-${String(record.sequentialId).padStart(3, '0')}`,
    ...row(PROFILE_FIELDS, record.profile, profileOf(customer), DEFAULTS),
    currency: customer.currency ?? null,
    timezone: customer.timezone ?? null,
    applicable_timezone: customer.timezone ?? 'UTC',
    net_payment_term: customer.paymentTermDays ?? null,
    billing_configuration: billingConfiguration(customer, record),
    shipping_address: row(SHIPPING_FIELDS, record.shippingAddress),
    skip_invoice_custom_sections: false,
    metadata: metadataObjects(record),
    created_at: toSeconds(createdAtOf(customer)),
    updated_at: toSeconds(record.updatedAt),
  };
}

/** A customer as Lago answers it when it is asked for. */
export async function customerWithTaxes(state: LagoState, customer: Customer): Promise<Fields> {
  return {
    ...customerObject(state, customer),
    integration_customers: [],
    taxes: await taxObjects(state, customer.taxCodes),
    applicable_invoice_custom_sections: [],
    error_details: [],
  };
}
