import type { CreditTransaction } from '@billport/core';
import type { LagoState } from './state.ts';
import { isMadeByRequest } from './wallet-records.ts';

/**
 * Whether the engine lost the rest of a wallet by it, when that ended. Lago only marks the wallet
 * as terminated: its balance stays to be seen, without being of use, and there is no transaction.
 */
export const isLoss = (state: LagoState, { id, kind }: CreditTransaction): boolean =>
  kind === 'expired' || (kind === 'voided' && !isMadeByRequest(state, id));

/** Every transaction of the wallet as the engine has it, newest first. */
export const engineTransactions = (
  state: LagoState,
  walletId: string,
): Promise<CreditTransaction[]> =>
  Array.fromAsync(state.billing.credits.listTransactions({ walletId }));

/** The transactions of the wallet that Lago has, newest first. */
export async function transactionsOf(
  state: LagoState,
  walletId: string,
): Promise<CreditTransaction[]> {
  const transactions = await engineTransactions(state, walletId);
  return transactions.filter((transaction) => !isLoss(state, transaction));
}
