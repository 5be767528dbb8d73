import { path } from '@billport/adapter-kit';
import {
  BillingError,
  type CreditTransaction,
  type contract,
  type Handlers,
  type InputOf,
  native,
  type Page,
  type Wallet,
} from '@billport/core';
import type { CallContext, Connection } from './connection.ts';
import { createWallet, terminateWallet, updateWallet } from './credits/change-wallet.ts';
import { type CreditWorths, createCreditWorths } from './credits/credit-worth.ts';
import { addCredits, voidCredits } from './credits/move-credits.ts';
import { toTransaction } from './credits/transaction.ts';
import { readWallet, toWallet } from './credits/wallet.ts';
import type { LagoWallet, LagoWalletTransaction } from './wire/wallet.ts';

type ListWalletsInput = InputOf<typeof contract.credits.listWallets>;
type ListTransactionsInput = InputOf<typeof contract.credits.listTransactions>;

/** Lago has no filter by status, and refuses the list of a customer whom it does not know. */
async function listWallets(
  lago: Connection,
  worths: CreditWorths,
  { customerKey, status, limit, cursor }: ListWalletsInput,
  context: CallContext,
): Promise<Page<Wallet>> {
  try {
    return await lago.page<LagoWallet, Wallet>(
      {
        path: path`/wallets`,
        query: { external_customer_id: customerKey },
        root: 'wallets',
        limit,
        cursor,
        ...(status !== undefined && { keep: (row: LagoWallet) => row.status === status }),
        toItem: (row) => toWallet(worths.note(row)),
      },
      context,
    );
  } catch (error) {
    if (customerKey !== undefined && BillingError.is(error, 'not_found')) return { items: [] };
    throw error;
  }
}

async function listTransactions(
  lago: Connection,
  worths: CreditWorths,
  { walletId, status, limit, cursor }: ListTransactionsInput,
  context: CallContext,
): Promise<Page<CreditTransaction>> {
  const worth = await worths.of(walletId, context);
  return lago.page<LagoWalletTransaction, CreditTransaction>(
    {
      path: path`/wallets/${walletId}/wallet_transactions`,
      query: { status },
      root: 'wallet_transactions',
      about: { resource: 'wallet', key: walletId },
      limit,
      cursor,
      toItem: (row) => toTransaction(row, worth),
    },
    context,
  );
}

/** The port `credits`. */
export function creditHandlers(lago: Connection) {
  const worths = createCreditWorths(lago);
  return {
    createWallet: native((input, context) => createWallet(lago, worths, input, context)),
    getWallet: native(async ({ walletId }, context) =>
      toWallet(worths.note(await readWallet(lago, walletId, context))),
    ),
    listWallets: native((input, context) => listWallets(lago, worths, input, context)),
    updateWallet: native((input, context) => updateWallet(lago, input, context)),
    terminateWallet: native(({ walletId }, context) => terminateWallet(lago, walletId, context)),
    add: native((input, context) => addCredits(lago, worths, input, context)),
    void: native((input, context) => voidCredits(lago, worths, input, context)),
    listTransactions: native((input, context) => listTransactions(lago, worths, input, context)),
  } satisfies Handlers['credits'];
}
