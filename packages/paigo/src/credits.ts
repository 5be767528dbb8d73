import { emulated, type Handlers, native, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { ADD_WITHOUT, addCredits, BOUGHT_LATER } from './credits/add-credits.ts';
import { listTransactions } from './credits/list-transactions.ts';
import { listWallets } from './credits/list-wallets.ts';
import { voidCredits } from './credits/void-credits.ts';
import { readWallet, toWallet } from './credits/wallet.ts';

const ONE_WALLET =
  'Each customer has one wallet from the start, in the currency that it is billed in.';

/** The port `credits`: the vendor has one ledger for each customer. */
export function creditHandlers(paigo: Connection) {
  return {
    getWallet: emulated(
      async ({ walletId }, context) => toWallet(await readWallet(paigo, walletId, context)),
      ONE_WALLET,
    ),
    listWallets: emulated((input, context) => listWallets(paigo, input, context), ONE_WALLET),
    add: partial((input, context) => addCredits(paigo, input, context), BOUGHT_LATER, ADD_WITHOUT),
    void: native((input, context) => voidCredits(paigo, input, context)),
    listTransactions: partial(
      (input, context) => listTransactions(paigo, input, context),
      'Of bought credits that are not paid yet it knows nothing, and of entries that others made not what they are for.',
    ),
  } satisfies Handlers['credits'];
}
