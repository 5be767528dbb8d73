import { wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Page,
  type Wallet,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allCustomers, readCustomer } from '../customers/read-customer.ts';
import { newestFirst } from '../newest-first.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { toWallet } from './wallet.ts';

type ListInput = CheckedInputOf<typeof contract.credits.listWallets>;

/** The customers whose wallets are meant; none where there is no such customer. */
export async function customersFor(
  paigo: Connection,
  customerKey: string | undefined,
  context: CallContext,
): Promise<PaigoCustomer[]> {
  if (customerKey === undefined) return allCustomers(paigo, context);
  try {
    return [await readCustomer(paigo, customerKey, context)];
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return [];
    throw error;
  }
}

/** A page of wallets: one of each customer, and none of them ever ends. */
export function listWallets(
  paigo: Connection,
  { customerKey, status, limit, cursor }: ListInput,
  context: CallContext,
): Promise<Page<Wallet>> {
  return wholePage<PaigoCustomer, Wallet>({
    scope: JSON.stringify(['wallets', customerKey, status]),
    limit,
    cursor,
    fetch: async () => {
      if (status === 'terminated') return [];
      const customers = await customersFor(paigo, customerKey, context);
      return newestFirst(customers, ({ customerId }) => customerId);
    },
    idOf: ({ customerId }) => customerId,
    toItem: (customer) => {
      const { warnings: _, ...wallet } = toWallet(customer);
      return wallet;
    },
  });
}
