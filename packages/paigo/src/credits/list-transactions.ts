import { wholePage } from '@billport/adapter-kit';
import {
  type CheckedInputOf,
  type CreditTransaction,
  type contract,
  currencyDigits,
  type Page,
  type Warning,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { type LedgerEntry, readLedger, toTransaction } from './ledger.ts';
import { sortPurchases, toPurchase } from './purchases.ts';
import { readWallet, walletCurrency } from './wallet.ts';

type ListInput = CheckedInputOf<typeof contract.credits.listTransactions>;

/** Said where others moved parts of the smallest unit: as money they are rounded. */
function roundedWarnings(entries: readonly LedgerEntry[], currency: string): Warning[] {
  const digits = currencyDigits(currency);
  if (entries.every(({ amount }) => amount.round(digits).equals(amount))) return [];
  const message = `Some credits have more digits than ${currency}: as money they are rounded half away from zero.`;
  return [{ code: 'partial', message, field: 'amount' }];
}

/** All movements, newest first: those of the ledger, and credits that are bought and not paid yet. */
function movements(
  customer: PaigoCustomer,
  entries: readonly LedgerEntry[],
  currency: string,
): CreditTransaction[] {
  const of = { customerKey: customer.customerId, currency };
  const { purchases, others } = sortPurchases(customer, entries);
  return [
    ...purchases.map((purchase) => toPurchase(purchase, of)),
    ...others.map((entry) => toTransaction(entry, of)),
  ].sort((one, other) => (other.createdAt ?? '').localeCompare(one.createdAt ?? ''));
}

/**
 * A page of the movements of a wallet, newest first.
 * @throws BillingError `not_found`
 */
export async function listTransactions(
  paigo: Connection,
  { walletId, status, limit, cursor }: ListInput,
  context: CallContext,
): Promise<Page<CreditTransaction>> {
  const customer = await readWallet(paigo, walletId, context);
  const currency = walletCurrency(customer);
  const entries = await readLedger(paigo, customer.customerId, context);
  const page = await wholePage<CreditTransaction, CreditTransaction>({
    scope: JSON.stringify(['transactions', walletId, status]),
    limit,
    cursor,
    fetch: async () => movements(customer, entries, currency),
    keep: (item) => status === undefined || item.status === status,
    idOf: ({ id }) => id,
    toItem: (item) => item,
  });
  const warnings = roundedWarnings(entries, currency);
  return warnings.length === 0 ? page : { ...page, warnings };
}
