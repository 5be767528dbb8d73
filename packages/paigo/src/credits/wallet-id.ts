import { BillingError } from '@billport/core';

/** Begins the ids of wallets: each customer has one, and Paigo gives it no id (`facts/paigo.md §3.7`). */
const PREFIX = 'wallet:';

/** The id of a customer's only wallet. */
export const walletIdOf = (customerKey: string): string => `${PREFIX}${customerKey}`;

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
 * The customer whose wallet an id names.
 * @throws BillingError `not_found` for an id that no wallet can have.
 */
export function customerKeyOf(walletId: string): string {
  const customerKey = walletId.startsWith(PREFIX) ? walletId.slice(PREFIX.length) : '';
  if (customerKey === '') throw noWallet(walletId);
  return customerKey;
}
