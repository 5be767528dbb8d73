import type { CustomerChanges, PaigoAddress, PaigoCustomer } from '../wire/customer.ts';

/** A text that is there; undefined for what Paigo writes where there is none. */
const filled = (text: string | null | undefined) =>
  typeof text === 'string' && text !== '' ? text : undefined;

const REQUIRED = ['countryCode', 'postalCode', 'city', 'streetLineOne', 'state'] as const;

/** Paigo's address when all of it is there: it takes no other (`facts/paigo.md §6.20`). */
function wholeAddress(address: PaigoCustomer['address']): PaigoAddress | undefined {
  if (!address || REQUIRED.some((name) => filled(address[name]) === undefined)) return undefined;
  const { countryCode, postalCode, city, streetLineOne, state, streetLineTwo } =
    address as PaigoAddress;
  const line = filled(streetLineTwo);
  return {
    countryCode,
    postalCode,
    city,
    streetLineOne,
    state,
    ...(line !== undefined && { streetLineTwo: line }),
  };
}

/** Metadata as a change of it: everything by name. */
function wholeMetadata({ metadata }: PaigoCustomer): CustomerChanges['metadata'] {
  const entries = Object.entries(metadata ?? {}).filter(([, value]) => value != null);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, string>);
}

/** Everything of a customer that a change can name, as it is: what is unset is undefined. */
export function fieldsOf(customer: PaigoCustomer): CustomerChanges {
  const stripeCustomerId = filled(customer.paymentChannelOptions?.stripeCustomerId);
  return {
    customerName: filled(customer.customerName),
    email: filled(customer.email),
    paymentChannel: filled(customer.paymentChannel),
    paymentChannelOptions: stripeCustomerId === undefined ? undefined : { stripeCustomerId },
    currency: filled(customer.currency),
    taxExempt: filled(customer.taxExempt),
    customerVatId: filled(customer.customerVatId),
    address: wholeAddress(customer.address),
    metadata: wholeMetadata(customer),
  };
}
