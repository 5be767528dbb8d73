import { type CreditTransaction, minorUnits } from '@billport/core';
import type { Engine, Moment } from '../engine.ts';
import { loseRest } from './end-wallet.ts';
import { moveCredits } from './wallet-movement.ts';

/**
 * Gives back what an invoice used, because it was voided. Doing it again gives nothing more. What
 * comes back into a wallet that has ended is lost with the rest of it.
 * @returns the transactions that gave credits back
 */
export function refundToWallet(
  engine: Engine,
  invoiceId: string,
  moment: Moment,
): CreditTransaction[] {
  const used = new Map<string, bigint>();
  for (const transaction of engine.tables.creditTransactions.all({ invoice: invoiceId })) {
    if (transaction.kind !== 'invoiced') continue;
    const { walletId, direction, amount } = transaction;
    const taken = direction === 'out' ? minorUnits(amount) : -minorUnits(amount);
    used.set(walletId, (used.get(walletId) ?? 0n) + taken);
  }
  return [...used]
    .filter(([, amountMinor]) => amountMinor > 0n)
    .map(([walletId, amountMinor]) => {
      const movement = { direction: 'in', kind: 'invoiced', amountMinor, invoiceId } as const;
      const refund = moveCredits(engine, walletId, movement, moment);
      const wallet = engine.tables.wallets.get(walletId);
      if (wallet.status !== 'active') loseRest(engine, wallet, 'expired', moment);
      return refund;
    });
}
