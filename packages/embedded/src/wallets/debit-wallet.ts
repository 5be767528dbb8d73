import { BillingError, type CreditTransaction, type Money, minorUnits } from '@billport/core';
import type { Engine, Moment } from '../engine.ts';
import { activeWallet } from './active-wallet.ts';
import { moveCredits } from './wallet-movement.ts';

/**
 * Pays a part of an invoice from a wallet.
 * @param amount above zero, in the wallet's currency
 * @throws BillingError `conflict` for a wallet that has ended; `invalid_input` for an amount that
 * is not above zero or in another currency; `insufficient_credits` when the wallet holds less.
 */
export function debitWallet(
  engine: Engine,
  walletId: string,
  amount: Money,
  invoiceId: string,
  moment: Moment,
): CreditTransaction {
  const wallet = activeWallet(engine, walletId);
  const amountMinor = minorUnits(amount);
  if (amount.currency !== wallet.currency || amountMinor <= 0n) {
    throw new BillingError('invalid_input', {
      message: `amount: write an amount of ${wallet.currency} above zero, not ${amount.amount} ${amount.currency}.`,
    });
  }
  const movement = { direction: 'out', kind: 'invoiced', amountMinor, invoiceId } as const;
  return moveCredits(engine, walletId, movement, moment);
}
