import { BillingError } from '@billport/core';
import { shortHash } from '../short-in-id.ts';

/** Begins the ids of wallets: each customer has one, and Paigo gives it no id (`facts/paigo.md §3.7`). */
const PREFIX = 'wallet:';

/** The same, before the hash of a key that would make the id longer than the contract's 255. */
const HASH_PREFIX = 'wallet#';

/** The longest key that an id has room for. */
const LONGEST = 255 - PREFIX.length;

/** The id of a customer's only wallet: its key, or a hash of one that is longer than 248. */
export const walletIdOf = (customerKey: string): string =>
  customerKey.length <= LONGEST
    ? `${PREFIX}${customerKey}`
    : `${HASH_PREFIX}${shortHash(customerKey)}`;

/** What names the wallet in errors. */
export const aboutWallet = (walletId: string) => ({ resource: 'wallet', key: walletId });

/** The error for an id that no wallet has. */
export function noWallet(walletId: string): BillingError {
  return new BillingError('not_found', {
    message: `There is no wallet ${JSON.stringify(walletId)}: the wallet of a customer is "${PREFIX}" and its key.`,
    details: aboutWallet(walletId),
  });
}

/**
 * The customer whose wallet an id names; undefined where the id has a hash only, and the customer is
 * to be found by it.
 * @throws BillingError `not_found` for an id that no wallet can have.
 */
export function customerKeyOf(walletId: string): string | undefined {
  if (walletId.startsWith(HASH_PREFIX)) return undefined;
  const customerKey = walletId.startsWith(PREFIX) ? walletId.slice(PREFIX.length) : '';
  if (walletId !== PREFIX && walletIdOf(customerKey) === walletId) return customerKey;
  throw noWallet(walletId);
}
