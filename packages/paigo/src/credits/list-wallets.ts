import { wholePage } from '@billport/adapter-kit';
import {
  BillingError,
  type CheckedInputOf,
  type contract,
  type Page,
  type Wallet,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { allCustomers, readCustomer } from '../customers/read-customer.ts';
import { newestFirst } from '../newest-first.ts';
import { allWithBilling } from '../subscriptions/with-enrollments.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { toWallet } from './wallet.ts';
import { walletIdOf } from './wallet-id.ts';

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

/** The wallet; instead of one that cannot be read, a warning: the others are to be seen. */
function read(customer: PaigoCustomer): Wallet | Warning {
  try {
    const { warnings: _, ...wallet } = toWallet(customer);
    return wallet;
  } catch (error) {
    if (!BillingError.is(error, 'malformed_response')) throw error;
    const id = walletIdOf(customer.customerId);
    return {
      code: 'partial',
      message: `Wallet ${JSON.stringify(id)} is left out: ${error.message}`,
    };
  }
}

const isWallet = (item: Wallet | Warning): item is Wallet => 'balance' in item;

/**
 * A page of wallets: one of each customer, and none of them ever ends. Those that cannot be read are
 * left out, and said.
 */
export async function listWallets(
  paigo: Connection,
  { customerKey, status, limit, cursor }: ListInput,
  context: CallContext,
): Promise<Page<Wallet>> {
  const isNone = status === 'terminated';
  const found = isNone ? [] : await customersFor(paigo, customerKey, context);
  const customers = await allWithBilling(paigo, found, context);
  const all = newestFirst(customers, ({ customerId }) => customerId).map(read);
  const page = await wholePage<Wallet, Wallet>({
    scope: JSON.stringify(['wallets', customerKey, status]),
    limit,
    cursor,
    fetch: async () => all.filter(isWallet),
    idOf: ({ id }) => id,
    toItem: (wallet) => wallet,
  });
  const warnings = all.filter((item): item is Warning => !isWallet(item));
  return warnings.length === 0 ? page : { ...page, warnings };
}
