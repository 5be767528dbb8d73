import { emulated, type Handlers, native } from '@billport/core';
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
      'A token in the metadata of the entry stands for its id; an invoice asks for bought credits, and what it is for is kept in the metadata of the customer. By its documentation Paigo uses credits only when it collects a payment: expect customers whose payments are manual to keep the balance beside an unpaid invoice, whose total and amount due stay without them.',
    ),
    void: native((input, context) => voidCredits(paigo, input, context)),
    listTransactions: emulated(
      (input, context) => listTransactions(paigo, input, context),
      'Entries have tokens of Billport or made up ids, and those of others are of unknown kind; what is bought and not paid yet comes from the metadata of the customer.',
    ),
  } satisfies Handlers['credits'];
}
