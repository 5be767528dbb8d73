import type { CreditTransaction } from '@billport/core';
import { walletTransactionObject } from '../objects/wallet-transactions.ts';
import { walletObject } from '../objects/wallets.ts';
import type { LagoState } from '../state.ts';

/** Tells webhooks of a movement of credits, with its wallet inside (`facts/lago.md §c`). */
export async function tellTransaction(
  state: LagoState,
  action: 'created' | 'updated',
  transaction: CreditTransaction,
): Promise<void> {
  const { walletId } = transaction;
  const wallet = await state.billing.credits.getWallet({ walletId });
  state.webhooks.send(`wallet_transaction.${action}`, 'wallet_transaction', {
    ...(await walletTransactionObject(state, transaction)),
    wallet: await walletObject(state, wallet),
  });
}
