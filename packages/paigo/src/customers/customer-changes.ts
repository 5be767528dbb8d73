import { compact } from '@billport/adapter-kit';
import { currentInstant, type UpsertCustomerInput } from '@billport/core';
import type { Connection } from '../connection.ts';
import { OWN, replacedMetadata } from '../own-metadata.ts';
import type { CustomerChanges, PaigoCustomer } from '../wire/customer.ts';
import { textOf } from '../wire/reading.ts';
import { toPaigoAddress } from './address.ts';
import { checkCurrency, requiredEmail } from './check-customer.ts';
import { toPaigoName } from './customer-name.ts';

/** The tax number as Paigo takes it: an empty one is none, as Paigo writes it (`facts/paigo.md §3.10`). */
function vatId({ taxNumber }: UpsertCustomerInput, before: PaigoCustomer): string | undefined {
  if (taxNumber !== null) return taxNumber;
  return textOf(before.customerVatId) === undefined ? undefined : '';
}

const addressOf = ({ address }: UpsertCustomerInput) =>
  address ? toPaigoAddress(address) : undefined;

/**
 * What an upsert changes of a customer who is there.
 * @throws BillingError `conflict` for another currency that comes too late.
 */
export function customerChanges(
  input: UpsertCustomerInput,
  before: PaigoCustomer,
): CustomerChanges {
  const { customerKey, name, email, currency, metadata } = input;
  checkCurrency(before, currency);
  const named = name === undefined ? undefined : toPaigoName(name, customerKey);
  const changed = metadata === undefined ? {} : replacedMetadata(before.metadata, metadata);
  return compact({
    customerName: named?.customerName,
    email: email ?? undefined,
    currency,
    customerVatId: vatId(input, before),
    address: addressOf(input),
    metadata: named === undefined ? changed : { ...changed, [OWN.name]: named.ownName },
  });
}

/** Body of a new customer. */
export type NewCustomer = ReturnType<typeof newCustomer>;

/**
 * A customer as Paigo makes one, marked with its moment.
 * @param token tells this one from what others make under the same key
 * @throws BillingError `invalid_input` without an email.
 */
export function newCustomer(paigo: Connection, input: UpsertCustomerInput, token: string) {
  const { customerKey, name, currency, taxNumber, metadata } = input;
  const { customerName, ownName } = toPaigoName(name, customerKey);
  return compact({
    customerId: customerKey,
    customerName,
    email: requiredEmail(input),
    paymentChannel: paigo.paymentChannel,
    currency,
    customerVatId: taxNumber ?? undefined,
    address: addressOf(input),
    metadata: {
      ...metadata,
      ...(ownName !== null && { [OWN.name]: ownName }),
      [OWN.createdAt]: currentInstant(paigo.clock),
      [OWN.token]: token,
    },
  });
}
