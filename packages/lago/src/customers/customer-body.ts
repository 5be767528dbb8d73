import { compact } from '@billport/adapter-kit';
import type { Address, UpsertCustomerInput } from '@billport/core';
import type { LagoCustomerInput, LagoCustomerMetadata } from '../wire/customer.ts';
import { metadataRows } from './customer-metadata.ts';

/** The contract replaces an address as a whole, and Lago each line of it: so each is sent. */
function addressFields(address: Address | null | undefined): Partial<LagoCustomerInput> {
  if (address === undefined) return {};
  return {
    address_line1: address?.line1 ?? null,
    address_line2: address?.line2 ?? null,
    city: address?.city ?? null,
    state: address?.state ?? null,
    zipcode: address?.postalCode ?? null,
    country: address?.country ?? null,
  };
}

/** What takes a licence. Without one Lago drops it with a 200, so it is not sent at all. */
function licensedFields({
  timezone,
  gracePeriodDays,
}: UpsertCustomerInput): Partial<LagoCustomerInput> {
  return {
    ...(timezone === undefined ? {} : { timezone }),
    ...(gracePeriodDays === undefined
      ? {}
      : { billing_configuration: { invoice_grace_period: gracePeriodDays } }),
  };
}

/** The customer as Lago takes it. `rows` are those that the customer has now. */
export function customerBody(
  input: UpsertCustomerInput,
  rows: readonly LagoCustomerMetadata[],
  premium: boolean,
): LagoCustomerInput {
  const { metadata, taxCodes } = input;
  return compact({
    external_id: input.customerKey,
    name: input.name,
    email: input.email,
    currency: input.currency,
    legal_name: input.legalName,
    tax_identification_number: input.taxNumber,
    net_payment_term: input.paymentTermDays,
    tax_codes: taxCodes === undefined ? undefined : (taxCodes ?? []),
    metadata: metadata === undefined ? undefined : metadataRows(metadata ?? {}, rows),
    ...addressFields(input.address),
    ...(premium ? licensedFields(input) : {}),
  }) as LagoCustomerInput;
}
