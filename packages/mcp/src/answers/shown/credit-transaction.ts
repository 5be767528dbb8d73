import type { CreditTransaction } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortInstant, shortMoney } from './short.ts';
import { whole } from './whole.ts';

/** A movement of credits: how many went which way, or all of it. */
export function shownCreditTransaction(transaction: CreditTransaction, detailed: boolean): Fact {
  if (detailed) return whole(transaction);
  const { id, direction, kind, status, credits, amount, invoiceId, name } = transaction;
  return {
    id,
    direction,
    kind,
    status,
    credits,
    amount: shortMoney(amount),
    invoiceId,
    name,
    createdAt: shortInstant(transaction.createdAt),
  };
}
