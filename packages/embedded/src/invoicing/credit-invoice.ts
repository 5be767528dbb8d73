import { Decimal, type Money, minorUnits } from '@billport/core';
import { singleUnit } from '../billing/fee-line.ts';
import { type Engine, type Moment, nextId } from '../engine.ts';
import { issueInvoice } from './issue-invoice.ts';

/** Credits that a customer buys. */
export interface CreditPurchase {
  readonly customerKey: string;
  readonly currency: string;
  readonly transactionId: string;
  readonly walletId: string;
  /** How many credits, as decimal text. */
  readonly credits: string;
  /** Their price. */
  readonly amount: Money;
  /** What stands on the invoice. */
  readonly name: string;
}

/** Makes the invoice that asks for bought credits; answers its id (`facts/rating.md §12`). */
export function createCreditInvoice(
  engine: Engine,
  purchase: CreditPurchase,
  { now, instant }: Moment,
): string {
  const amountMinor = minorUnits(purchase.amount);
  const line = {
    id: nextId(engine, 'fee'),
    type: 'credit' as const,
    name: purchase.name,
    description: `${purchase.credits} credits`,
    ...singleUnit(amountMinor, Decimal.fromInteger(amountMinor), purchase.currency),
    taxCodes: [],
    createdAt: instant,
  };
  const { customerKey, currency } = purchase;
  return issueInvoice(
    engine,
    { customerKey, type: 'credit', currency, lines: [line], periods: [] },
    now,
  ).id;
}
