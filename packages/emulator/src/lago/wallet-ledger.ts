import { type CreditTransaction, minorUnits } from '@billport/core';
import type { LagoState } from './state.ts';
import { transactionsOf } from './wallet-transactions.ts';

/** What one transaction took out of another one's credits. */
export interface Consumption {
  /** Where the credits came from. */
  readonly inbound: CreditTransaction;
  /** Where they went. */
  readonly outbound: CreditTransaction;
  /** In the currency's smallest unit. */
  readonly cents: bigint;
}

interface Source {
  readonly inbound: CreditTransaction;
  left: bigint;
}

/** Which credits of a wallet paid for what. */
export interface WalletLedger {
  readonly consumptions: readonly Consumption[];
  /** What is left of each transaction that brought credits, by its id; in smallest units. */
  readonly left: ReadonlyMap<string, bigint>;
}

/** When the credits came or went; undefined for those that do not count yet. */
const countsAt = ({ direction, createdAt, settledAt }: CreditTransaction): string | undefined =>
  direction === 'in' ? settledAt : createdAt;

/** Credits that were given are used before those that were bought. */
const isBought = ({ inbound }: Source): number => (inbound.kind === 'purchased' ? 1 : 0);

/** The order in which credits are used: granted before purchased, then the oldest. */
const inOrder = (sources: readonly Source[]): Source[] =>
  sources.toSorted((one, other) => isBought(one) - isBought(other));

function take(sources: readonly Source[], outbound: CreditTransaction): Consumption[] {
  let wanted = minorUnits(outbound.amount);
  return inOrder(sources).flatMap((source) => {
    const covers = source.left >= wanted;
    const cents = covers ? wanted : source.left;
    if (cents === 0n) return [];
    source.left -= cents;
    wanted -= cents;
    return [{ inbound: source.inbound, outbound, cents }];
  });
}

/** Transactions that count, in the order of time; those that came before those that went. */
function inTime(transactions: readonly CreditTransaction[]): CreditTransaction[] {
  const time = (one: CreditTransaction) => `${countsAt(one)} ${one.direction}`;
  return transactions
    .filter((one) => countsAt(one) !== undefined)
    .toSorted((one, other) => time(one).localeCompare(time(other)));
}

/** Follows every movement of the wallet (`facts/rating.md §12`). */
export async function walletLedger(state: LagoState, walletId: string): Promise<WalletLedger> {
  const oldestFirst = (await transactionsOf(state, walletId)).reverse();
  const sources: Source[] = [];
  const consumptions: Consumption[] = [];
  for (const transaction of inTime(oldestFirst)) {
    if (transaction.direction === 'in') {
      sources.push({ inbound: transaction, left: minorUnits(transaction.amount) });
    } else consumptions.push(...take(sources, transaction));
  }
  return { consumptions, left: new Map(sources.map(({ inbound, left }) => [inbound.id, left])) };
}
