import { toEpochMs, type Wallet } from '@billport/core';
import type { Engine, Moment } from '../engine.ts';
import { unschedule } from '../jobs.ts';
import { balanceOf } from './credit-amount.ts';
import { moveCredits } from './wallet-movement.ts';

/** Takes out what is left of a wallet that ends or has ended, as a transaction of this kind. */
export function loseRest(
  engine: Engine,
  wallet: Wallet,
  kind: 'voided' | 'expired',
  moment: Moment,
): void {
  const amountMinor = balanceOf(wallet);
  if (amountMinor === 0n) return;
  moveCredits(engine, wallet.id, { direction: 'out', kind, amountMinor }, moment);
}

/** Ends an active wallet; what is left in it is lost (`facts/rating.md §12`). */
export function endWallet(
  engine: Engine,
  wallet: Wallet,
  kind: 'voided' | 'expired',
  moment: Moment,
): Wallet {
  loseRest(engine, wallet, kind, moment);
  unschedule(engine.database, 'expire_wallet', wallet.id);
  const ended: Wallet = {
    ...engine.tables.wallets.get(wallet.id),
    status: 'terminated',
    terminatedAt: moment.instant,
  };
  engine.tables.wallets.replace(wallet.id, ended, { status: 'terminated' });
  return ended;
}

/** Ends a wallet whose time is over. One that ended before, or lives longer by now, stays as it is. */
export function expireWallet(engine: Engine, walletId: string, moment: Moment): void {
  const wallet = engine.tables.wallets.get(walletId);
  if (wallet.status !== 'active' || wallet.expiresAt === undefined) return;
  if (toEpochMs(wallet.expiresAt) > moment.now) return;
  endWallet(engine, wallet, 'expired', moment);
}
