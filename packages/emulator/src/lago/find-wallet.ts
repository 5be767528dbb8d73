import type { Wallet } from '@billport/core';
import { notFound } from './failure.ts';
import type { LagoState } from './state.ts';
import { walletRecord } from './wallet-records.ts';

/**
 * The wallet of Lago's id.
 * @throws LagoFailure 404 `wallet_not_found`
 */
export async function findWallet(state: LagoState, lagoId: string): Promise<Wallet> {
  const wallet = await walletIfAny(state, lagoId);
  if (wallet === undefined) throw notFound('wallet');
  return wallet;
}

/** The wallet of Lago's id, if there is one. */
export async function walletIfAny(state: LagoState, lagoId: string): Promise<Wallet | undefined> {
  const walletId = state.ids.keyOf('wallet', lagoId);
  return walletId === undefined ? undefined : state.billing.credits.getWallet({ walletId });
}

/** The customer's wallets, newest first. */
export const walletsOfCustomer = (
  state: LagoState,
  customerKey: string,
  status?: 'active',
): Promise<Wallet[]> =>
  Array.fromAsync(
    state.billing.credits.listWallets({ customerKey, ...(status === undefined ? {} : { status }) }),
  );

/**
 * The customer's wallet of this code: the active one, else the newest that had it.
 * @throws LagoFailure 404 `wallet_not_found`
 */
export async function findWalletByCode(
  state: LagoState,
  customerKey: string,
  code: string,
): Promise<Wallet> {
  const wallets = (await walletsOfCustomer(state, customerKey)).filter(
    ({ id }) => walletRecord(state, id).code === code,
  );
  const wallet = wallets.find(({ status }) => status === 'active') ?? wallets[0];
  if (wallet === undefined) throw notFound('wallet');
  return wallet;
}
