import { compact, path } from '@billport/adapter-kit';
import {
  type CreditTransaction,
  type Decimal,
  type Instant,
  normalizeInstant,
} from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { createdAtOf } from '../created-at.ts';
import { moneyOf } from '../invoices/to-fees.ts';
import { callersMetadata, OWN, ownValue } from '../own-metadata.ts';
import { amountOf } from '../wire/exact-decimal.ts';
import type { PaigoTransaction } from '../wire/transaction.ts';
import { aboutWallet, walletIdOf } from './wallet-id.ts';

/** An entry of a ledger, and what tells it from the others: Paigo gives it no id. */
export interface LedgerEntry {
  /** Our own token; of others' entries, what they consist of. The same in every reading. */
  readonly id: string;
  readonly amount: Decimal;
  readonly at: Instant | undefined;
  readonly wire: PaigoTransaction;
}

/** A wallet, as far as its entries need it. */
export interface LedgerOf {
  readonly customerKey: string;
  readonly currency: string;
}

/** The entries with their ids. Others' entries that are the same in all are counted. */
function identified(entries: readonly PaigoTransaction[]): LedgerEntry[] {
  const seen = new Map<string, number>();
  return entries.map((wire) => {
    const amount = amountOf(wire.transactionAmount, 'transactionAmount');
    const at = normalizeInstant(String(wire.timestamp));
    const content = `entry:${at ?? ''}:${amount}`;
    const count = (seen.get(content) ?? 0) + 1;
    seen.set(content, count);
    const id = ownValue(wire.metadata, OWN.token) ?? `${content}:${count}`;
    return { id, amount, at, wire };
  });
}

/**
 * All movements of a customer's credits, newest first. Entries of nothing are none.
 * @throws BillingError `not_found` when there is no such customer; `malformed_response` for an entry
 *   whose amount cannot be read.
 */
export async function readLedger(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<LedgerEntry[]> {
  const entries = await paigo.readAll<PaigoTransaction>(
    path`/customers/${customerKey}/transactions`,
    context,
    { about: aboutWallet(walletIdOf(customerKey)) },
  );
  return identified(entries)
    .filter(({ amount }) => !amount.isZero())
    .reverse()
    .sort((one, other) => (other.at ?? '').localeCompare(one.at ?? ''));
}

const KINDS: readonly CreditTransaction['kind'][] = ['granted', 'voided'];

/** What an entry was for: only our own say so. */
function kindOf({ wire }: LedgerEntry): CreditTransaction['kind'] {
  const kind = ownValue(wire.metadata, OWN.kind);
  return KINDS.find((known) => known === kind) ?? 'unknown';
}

/** An entry of the ledger in the words of the contract. */
export function toTransaction(
  entry: LedgerEntry,
  { customerKey, currency }: LedgerOf,
): CreditTransaction {
  const { id, amount, wire } = entry;
  const moment = createdAtOf(wire.metadata) ?? entry.at;
  return compact({
    id,
    walletId: walletIdOf(customerKey),
    direction: amount.isNegative() ? 'out' : 'in',
    kind: kindOf(entry),
    status: 'settled',
    credits: amount.abs().toString(),
    amount: moneyOf(amount.abs(), currency),
    name: ownValue(wire.metadata, OWN.name),
    metadata: callersMetadata(wire.metadata),
    createdAt: moment,
    settledAt: moment,
    providerRef: { provider: 'paigo', type: 'transaction', id },
  }) as CreditTransaction;
}
