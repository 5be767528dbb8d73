import { compact } from '@billport/adapter-kit';
import type { Address, Customer } from '@billport/core';
import { createdAt } from '../created-at.ts';
import type { LagoCustomer } from '../wire/customer.ts';

/** Null and absent alike: unset. */
const set = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

/** The object, unless nothing is in it. */
function filled<Fields extends object>(fields: Fields): Fields | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function addressOf(wire: LagoCustomer): Address | undefined {
  return filled(
    compact({
      line1: set(wire.address_line1),
      line2: set(wire.address_line2),
      city: set(wire.city),
      state: set(wire.state),
      postalCode: set(wire.zipcode),
      country: set(wire.country),
    }) as Address,
  );
}

/** Periods begin in the zone of the organization where the customer has none. UTC goes unsaid. */
function timezoneOf({ timezone, applicable_timezone: applicable }: LagoCustomer) {
  return set(timezone) ?? (applicable === 'UTC' ? undefined : set(applicable));
}

/** A customer of Lago in the words of the contract. */
export function toCustomer(wire: LagoCustomer): Customer {
  const { taxes, metadata } = wire;
  return compact({
    customerKey: wire.external_id,
    name: set(wire.name),
    email: set(wire.email),
    currency: set(wire.currency),
    timezone: timezoneOf(wire),
    address: addressOf(wire),
    legalName: set(wire.legal_name),
    taxNumber: set(wire.tax_identification_number),
    taxCodes: taxes?.length ? taxes.map(({ code }) => code) : undefined,
    gracePeriodDays: set(wire.billing_configuration?.invoice_grace_period),
    paymentTermDays: set(wire.net_payment_term),
    metadata: metadata?.length
      ? Object.fromEntries(metadata.map(({ key, value }) => [key, value]))
      : undefined,
    createdAt: createdAt(wire),
    providerRef: { provider: 'lago', type: 'customer', id: wire.lago_id },
  }) as Customer;
}
