import {
  BillingError,
  type CreditTransaction,
  minorUnits,
  moneyFromMinor,
  type Wallet,
} from '@billport/core';
import { compact } from '../apply-changes.ts';
import { type Engine, type Moment, nextId } from '../engine.ts';
import { balanceOf, creditsFor, rateOf } from './credit-amount.ts';

/** Credits that come or go at once. */
export interface Movement {
  readonly direction: CreditTransaction['direction'];
  readonly kind: CreditTransaction['kind'];
  /** Their worth in minor units of the wallet's currency; above zero. */
  readonly amountMinor: bigint;
  /** How many credits; what the amount is worth when absent. */
  readonly credits?: string;
  readonly invoiceId?: string;
  readonly name?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** The wallet after a movement: an invoice that takes credits consumes them, one that gives them back does not. */
function moved(wallet: Wallet, { direction, kind, amountMinor }: Movement): Wallet {
  const change = direction === 'in' ? amountMinor : -amountMinor;
  const balanceMinor = balanceOf(wallet) + change;
  const consumedMinor = minorUnits(wallet.consumed) - (kind === 'invoiced' ? change : 0n);
  return {
    ...wallet,
    balance: moneyFromMinor(balanceMinor, wallet.currency),
    creditBalance: creditsFor(balanceMinor, rateOf(wallet)),
    consumed: moneyFromMinor(consumedMinor, wallet.currency),
  };
}

function checkCovered(wallet: Wallet, { direction, amountMinor }: Movement): void {
  if (direction === 'in' || amountMinor <= balanceOf(wallet)) return;
  const requested = creditsFor(amountMinor, rateOf(wallet));
  throw new BillingError('insufficient_credits', {
    message: `Wallet ${JSON.stringify(wallet.id)} holds ${wallet.creditBalance} credits and cannot give ${requested}.`,
    details: { available: wallet.creditBalance, requested },
  });
}

/** Changes the balance of a stored wallet, which never falls below zero. */
export function changeBalance(engine: Engine, walletId: string, movement: Movement): Wallet {
  const wallet = engine.tables.wallets.get(walletId);
  checkCovered(wallet, movement);
  const after = moved(wallet, movement);
  engine.tables.wallets.replace(walletId, after);
  return after;
}

/** Keeps a transaction, found by its wallet and its invoice. */
export function storeTransaction(engine: Engine, transaction: CreditTransaction): void {
  engine.tables.creditTransactions.insert(transaction.id, transaction, {
    wallet: transaction.walletId,
    invoice: transaction.invoiceId ?? null,
    status: transaction.status,
  });
}

/**
 * Moves credits into or out of a wallet, and keeps the transaction: the balance is at all times
 * the sum of the settled ones.
 * @throws BillingError `insufficient_credits` when the wallet holds less.
 */
export function moveCredits(
  engine: Engine,
  walletId: string,
  movement: Movement,
  { instant }: Moment,
): CreditTransaction {
  const wallet = changeBalance(engine, walletId, movement);
  const { direction, kind, amountMinor, credits, invoiceId, name, metadata } = movement;
  const transaction: CreditTransaction = compact({
    id: nextId(engine, 'credit_transaction'),
    walletId,
    direction,
    kind,
    status: 'settled',
    credits: credits ?? creditsFor(amountMinor, rateOf(wallet)),
    amount: moneyFromMinor(amountMinor, wallet.currency),
    invoiceId,
    name,
    metadata,
    createdAt: instant,
    settledAt: instant,
  });
  storeTransaction(engine, transaction);
  return transaction;
}
