import { type CreditTransaction, minorUnits, moneyFromMinor, type Wallet } from '@billport/core';
import type { Engine } from '../engine.ts';
import { creditsFor, rateOf } from './credit-amount.ts';

const change = ({ direction, amount }: CreditTransaction) =>
  direction === 'in' ? minorUnits(amount) : -minorUnits(amount);

function sumOf(transactions: readonly CreditTransaction[]): bigint {
  return transactions.reduce((sum, transaction) => sum + change(transaction), 0n);
}

/** What a wallet shows, beside what follows from its transactions. */
function differences(wallet: Wallet, settled: readonly CreditTransaction[]): string[] {
  const balanceMinor = sumOf(settled);
  const consumedMinor = -sumOf(settled.filter(({ kind }) => kind === 'invoiced'));
  const facts = [
    ['balance', wallet.balance.amount, moneyFromMinor(balanceMinor, wallet.currency).amount],
    ['creditBalance', wallet.creditBalance, creditsFor(balanceMinor, rateOf(wallet))],
    ['consumed', wallet.consumed.amount, moneyFromMinor(consumedMinor, wallet.currency).amount],
  ] as const;
  return facts
    .filter(([, shown, expected]) => shown !== expected)
    .map(([field, shown, expected]) => `${field} is ${shown}, its transactions make ${expected}`);
}

function violationsOf(engine: Engine, wallet: Wallet): string[] {
  const settled = engine.tables.creditTransactions.all({ wallet: wallet.id, status: 'settled' });
  const found = differences(wallet, settled);
  if (minorUnits(wallet.balance) < 0n) found.push('balance is below zero');
  if (minorUnits(wallet.consumed) < 0n) found.push('consumed is below zero');
  if (wallet.status !== 'active' && minorUnits(wallet.balance) !== 0n) {
    found.push('it has ended and is not empty');
  }
  return found.map((violation) => `wallet ${wallet.id}: ${violation}`);
}

/**
 * What is wrong with the wallets, one sentence each; empty when all is well. Every balance is the
 * sum of the settled transactions, nothing is below zero, and an ended wallet is empty.
 */
export function walletViolations(engine: Engine): string[] {
  return engine.tables.wallets.all().flatMap((wallet) => violationsOf(engine, wallet));
}
