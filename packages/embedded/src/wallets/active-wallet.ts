import { BillingError, type Wallet } from '@billport/core';
import type { Engine } from '../engine.ts';

/**
 * The wallet, which must be active.
 * @throws BillingError `not_found`; `conflict` when it has ended.
 */
export function activeWallet(engine: Engine, walletId: string): Wallet {
  const wallet = engine.tables.wallets.get(walletId);
  if (wallet.status === 'active') return wallet;
  throw new BillingError('conflict', {
    message: `walletId: wallet ${JSON.stringify(walletId)} ended at ${wallet.terminatedAt}. Create another one.`,
    details: { resource: 'wallet', key: walletId, state: wallet.status },
  });
}
