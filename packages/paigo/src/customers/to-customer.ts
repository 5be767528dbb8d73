import { compact } from '@billport/adapter-kit';
import type { Customer } from '@billport/core';
import { createdAtOf } from '../created-at.ts';
import { callersMetadata } from '../own-metadata.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { textOf } from '../wire/reading.ts';
import { toAddress } from './address.ts';
import { nameOf } from './customer-name.ts';

/** A customer of Paigo in the words of the contract. */
export function toCustomer(wire: PaigoCustomer): Customer {
  return compact({
    customerKey: wire.customerId,
    name: nameOf(wire),
    email: textOf(wire.email),
    currency: textOf(wire.currency),
    address: toAddress(wire.address),
    taxNumber: textOf(wire.customerVatId),
    metadata: callersMetadata(wire.metadata),
    createdAt: createdAtOf(wire.metadata),
    providerRef: { provider: 'paigo', type: 'customer', id: wire.customerId },
  }) as Customer;
}
