import {
  BillingError,
  type CreditTransaction,
  minorUnits,
  moneyFromMinor,
  type Wallet,
} from '@billport/core';
import type { WalletCredits } from '@billport/rating';
import { compact } from '../apply-changes.ts';
import { type Engine, type Moment, nextId } from '../engine.ts';
import { createCreditInvoice } from '../invoicing/credit-invoice.ts';
import { creditsFor, rateOf } from './credit-amount.ts';
import { loseRest } from './end-wallet.ts';
import { changeBalance, storeTransaction } from './wallet-movement.ts';

/** Credits to buy: their number and price, and the caller's words for them. */
export interface Purchase {
  readonly bought: WalletCredits;
  readonly name?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** Asks for the price by an invoice. The credits count once it is paid. */
export function purchaseCredits(
  engine: Engine,
  wallet: Wallet,
  { bought, name, metadata }: Purchase,
  moment: Moment,
): CreditTransaction {
  const { currency, customerKey } = wallet;
  const id = nextId(engine, 'credit_transaction');
  const credits = creditsFor(bought.amountMinor, rateOf(wallet));
  const amount = moneyFromMinor(bought.amountMinor, currency);
  const invoiceId = createCreditInvoice(
    engine,
    {
      customerKey,
      currency,
      transactionId: id,
      walletId: wallet.id,
      credits,
      amount,
      name: name ?? wallet.name ?? 'Prepaid credits',
    },
    moment,
  );
  const transaction: CreditTransaction = compact({
    id,
    walletId: wallet.id,
    direction: 'in',
    kind: 'purchased',
    status: 'pending',
    credits,
    amount,
    invoiceId,
    name,
    metadata,
    createdAt: moment.instant,
  });
  storeTransaction(engine, transaction);
  return transaction;
}

function settle(
  engine: Engine,
  pending: CreditTransaction,
  { instant, ...moment }: Moment,
): CreditTransaction {
  const { id, walletId, amount } = pending;
  const settled: CreditTransaction = { ...pending, status: 'settled', settledAt: instant };
  engine.tables.creditTransactions.replace(id, settled, { status: 'settled' });
  const amountMinor = minorUnits(amount);
  const movement = { direction: 'in', kind: 'purchased', amountMinor } as const;
  const wallet = changeBalance(engine, walletId, movement);
  if (wallet.status !== 'active') loseRest(engine, wallet, 'expired', { ...moment, instant });
  return settled;
}

/**
 * Records what became of the payment for bought credits: once it succeeded they count, also after
 * attempts that failed. Credits of a wallet that has ended since are lost at once.
 * @returns the purchase, or undefined when the invoice asks for no credits
 * @throws BillingError `conflict` when the payment of credits that count already is taken back.
 */
export function settlePurchase(
  engine: Engine,
  invoiceId: string,
  payment: 'pending' | 'succeeded' | 'failed',
  moment: Moment,
): CreditTransaction | undefined {
  const { creditTransactions } = engine.tables;
  const purchase = creditTransactions
    .all({ invoice: invoiceId })
    .find(({ kind }) => kind === 'purchased');
  if (purchase === undefined) return undefined;
  if (purchase.status === 'settled') {
    if (payment === 'succeeded') return purchase;
    throw new BillingError('conflict', {
      message: `paymentStatus: the ${purchase.credits} credits were paid and count already. Void them instead.`,
      details: { resource: 'credit transaction', key: purchase.id, state: 'settled' },
    });
  }
  if (payment === 'succeeded') return settle(engine, purchase, moment);
  const open: CreditTransaction = { ...purchase, status: payment };
  creditTransactions.replace(purchase.id, open, { status: payment });
  return open;
}
