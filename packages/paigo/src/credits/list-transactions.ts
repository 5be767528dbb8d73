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
import { type LedgerEntry, readLedger, toTransaction } from './ledger.ts';
import { readWallet, walletCurrency } from './wallet.ts';

type ListInput = CheckedInputOf<typeof contract.credits.listTransactions>;

/** Said where others moved parts of the smallest unit: as money they are rounded. */
function roundedWarnings(entries: readonly LedgerEntry[], currency: string): Warning[] {
  const digits = currencyDigits(currency);
  if (entries.every(({ amount }) => amount.round(digits).equals(amount))) return [];
  const message = `Some credits have more digits than ${currency}: as money they are rounded half away from zero.`;
  return [{ code: 'partial', message, field: 'amount' }];
}

/**
 * A page of the movements of a wallet, newest first. All of them count: of bought credits that are
 * not paid yet, the ledger knows nothing.
 * @throws BillingError `not_found`
 */
export async function listTransactions(
  paigo: Connection,
  { walletId, status, limit, cursor }: ListInput,
  context: CallContext,
): Promise<Page<CreditTransaction>> {
  const customer = await readWallet(paigo, walletId, context);
  const { customerId: customerKey } = customer;
  const currency = walletCurrency(customer);
  const isNone = status !== undefined && status !== 'settled';
  const entries = isNone ? [] : await readLedger(paigo, customerKey, context);
  const page = await wholePage<LedgerEntry, CreditTransaction>({
    scope: JSON.stringify(['transactions', walletId, status]),
    limit,
    cursor,
    fetch: async () => entries,
    idOf: ({ id }) => id,
    toItem: (entry) => toTransaction(entry, { customerKey, currency }),
  });
  const warnings = roundedWarnings(entries, currency);
  return warnings.length === 0 ? page : { ...page, warnings };
}
