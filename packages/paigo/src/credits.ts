import { emulated, type Handlers, native, partial } from '@billport/core';
import type { Connection } from './connection.ts';
import { addCredits } from './credits/add-credits.ts';
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
    add: emulated(
      (input, context) => addCredits(paigo, input, context),
      'A token in the metadata of the entry stands for its id; an invoice asks for bought credits, and what it is for is kept in the metadata of the customer.',
    ),
    void: native((input, context) => voidCredits(paigo, input, context)),
    listTransactions: partial(
      (input, context) => listTransactions(paigo, input, context),
      'Paigo does not tell what the entries of others were for, its own included.',
    ),
  } satisfies Handlers['credits'];
}
