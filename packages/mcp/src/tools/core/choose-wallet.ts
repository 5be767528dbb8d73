import type { Customer, Wallet } from '@billport/core';
import { Refusal } from '../../answers/refusal.ts';
import { shortMoney } from '../../answers/shown/index.ts';
import { words } from '../../answers/words.ts';
import { namedCustomer } from '../named.ts';
import type { ToolCall } from '../tool-call.ts';

/** Where credits go: a wallet, or a new one of a currency. */
export interface ChosenWallet {
  /** Absent where one is to be made. */
  readonly wallet: Wallet | undefined;
  readonly currency: string;
}

/** What the caller says of the wallet. */
interface Wanted {
  readonly wallet?: string | undefined;
  readonly currency?: string | undefined;
}

const candidate = ({ id, code, name, balance }: Wallet) => ({
  id,
  code,
  name,
  balance: shortMoney(balance),
});

async function activeWallets({ billing }: ToolCall, customerKey: string): Promise<Wallet[]> {
  const found: Wallet[] = [];
  const wallets = billing.credits.listWallets({ customerKey, status: 'active', limit: 100 });
  for await (const wallet of wallets) found.push(wallet);
  return found;
}

/** @throws Refusal `invalid_arguments` for a currency in which the customer is never billed. */
function checkCurrency(customer: Customer, currency: string): void {
  if (customer.currency === undefined || customer.currency === currency) return;
  throw new Refusal('invalid_arguments', {
    field: 'currency',
    message: `currency: ${namedCustomer(customer)} is billed in ${customer.currency}, and would never use credits in ${currency}.`,
    next: `Leave currency out, or write ${customer.currency}.`,
  });
}

/** @throws Refusal `not_found` or `ambiguous`. */
function byReference(wallets: readonly Wallet[], reference: string, customer: Customer): Wallet {
  const named = wallets.filter(({ id, code, name }) => [id, code, name].includes(reference));
  const [only] = wallets.filter(({ id }) => id === reference).concat(named);
  if (only !== undefined && (named.length === 1 || only.id === reference)) return only;
  throw refuse(
    wallets,
    only === undefined ? 'not_found' : 'ambiguous',
    `wallet: ${namedCustomer(customer)} has ${only === undefined ? 'no active wallet' : 'several wallets'} called ${words(reference)}.`,
  );
}

const refuse = (wallets: readonly Wallet[], code: 'not_found' | 'ambiguous', message: string) =>
  new Refusal(code, {
    field: 'wallet',
    message,
    next: 'Call again with the id of one of the candidates as wallet.',
    facts: { candidates: wallets.map(candidate) },
  });

/** @throws Refusal when the currency is not known, or no wallet can be made. */
function newWallet({ billing }: ToolCall, customer: Customer, currency: string | undefined) {
  if (currency === undefined) {
    throw new Refusal('invalid_arguments', {
      field: 'currency',
      message: `currency: ${namedCustomer(customer)} has no currency yet.`,
      next: 'Call again with currency, such as USD.',
    });
  }
  if (billing.supports('credits.createWallet')) return { wallet: undefined, currency };
  throw new Refusal('unsupported', {
    field: 'currency',
    message: `currency: ${namedCustomer(customer)} has no wallet in ${currency}, and ${billing.id} makes none.`,
    next:
      billing.capabilities['credits.createWallet'].note ??
      'get_credits shows the wallets that there are.',
  });
}

/**
 * The wallet that the caller names, else the only one in the currency, else a new one.
 * @throws Refusal `ambiguous` with candidates when several fit; `invalid_arguments` for a currency
 *   that the customer does not pay in; `unsupported` when there is none and none can be made.
 */
export async function chooseWallet(
  call: ToolCall,
  customer: Customer,
  wanted: Wanted,
): Promise<ChosenWallet> {
  if (wanted.currency !== undefined) checkCurrency(customer, wanted.currency);
  const wallets = await activeWallets(call, customer.customerKey);
  if (wanted.wallet !== undefined) {
    const wallet = byReference(wallets, wanted.wallet, customer);
    if (wanted.currency === undefined || wallet.currency === wanted.currency) {
      return { wallet, currency: wallet.currency };
    }
    throw new Refusal('invalid_arguments', {
      field: 'currency',
      message: `currency: the wallet is in ${wallet.currency}.`,
      next: `Leave currency out, or write ${wallet.currency}.`,
    });
  }
  const currency = wanted.currency ?? customer.currency;
  const fitting = wallets.filter((each) => currency === undefined || each.currency === currency);
  const [only] = fitting;
  if (only === undefined) return newWallet(call, customer, currency);
  if (fitting.length === 1) return { wallet: only, currency: only.currency };
  const message = `wallet: ${namedCustomer(customer)} has ${fitting.length} wallets.`;
  throw refuse(fitting, 'ambiguous', message);
}
