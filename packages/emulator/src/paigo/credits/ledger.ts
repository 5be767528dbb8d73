import { Decimal } from '@billport/core';
import { badRequest } from '../failure.ts';
import type { TransactionRecord } from '../records/transaction.ts';
import type { PaigoState } from '../state.ts';

const sumOf = (ledger: readonly TransactionRecord[]): Decimal =>
  Decimal.sum(ledger.map(({ transactionAmount }) => Decimal.parse(transactionAmount)));

const ledgerOf = (state: PaigoState, customerId: string) =>
  state.transactions.get(customerId) ?? [];

/** The ledger that reads show, in the order in which its entries came. */
export const visibleLedger = (state: PaigoState, customerId: string): TransactionRecord[] =>
  ledgerOf(state, customerId).filter(({ visible }) => visible);

/** `creditBalance` of a customer: the sum of the ledger that reads show, as text. */
export const creditBalance = (state: PaigoState, customerId: string): string =>
  sumOf(visibleLedger(state, customerId)).toString();

/** What can be spent: the sum of the whole ledger. */
export const spendableCredits = (state: PaigoState, customerId: string): Decimal =>
  sumOf(ledgerOf(state, customerId));

/** Whether a customer has credits left; then its currency stays (`facts/paigo.md §3.1`). */
export const hasCredits = (state: PaigoState, customerId: string): boolean =>
  !spendableCredits(state, customerId).isZero();

/**
 * Writes an entry into a customer's ledger.
 * @throws PaigoFailure 400 when it would take the balance below zero (`facts/paigo.md §3.7`).
 */
export function moveCredits(state: PaigoState, entry: Omit<TransactionRecord, 'visible'>): void {
  const { customerId, transactionAmount } = entry;
  const balance = spendableCredits(state, customerId);
  if (balance.plus(Decimal.parse(transactionAmount)).isNegative()) {
    throw badRequest(`Customer has insufficient credit: the balance is ${balance}`);
  }
  const record: TransactionRecord = { ...entry, visible: false };
  const ledger = state.transactions.get(customerId);
  if (ledger === undefined) state.transactions.set(customerId, [record]);
  else ledger.push(record);
  state.reveal(`credits of ${customerId}`, record);
}
