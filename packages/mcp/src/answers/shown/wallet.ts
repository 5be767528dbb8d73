import type { Wallet } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortInstant, shortMoney } from './short.ts';
import { whole } from './whole.ts';

/** A wallet: what is left in it, or all of it. */
export function shownWallet(wallet: Wallet, detailed: boolean): Fact {
  if (detailed) return whole(wallet);
  const { id, customerKey, code, name, status, balance, creditBalance, creditValue } = wallet;
  return {
    id,
    customerKey,
    code,
    name,
    status,
    balance: shortMoney(balance),
    creditBalance,
    creditValue,
    expiresAt: shortInstant(wallet.expiresAt),
  };
}
