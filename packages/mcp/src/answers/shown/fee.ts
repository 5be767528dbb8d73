import type { Fee } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortMatch, shortMoney, shortPeriod } from './short.ts';
import { whole } from './whole.ts';

/** A line of an invoice: what it bills and what it comes to, or all of it. */
export function shownFee(fee: Fee, detailed: boolean): Fact {
  if (detailed) return whole(fee);
  const { id, type, name, chargeCode, units, unitAmount, amount, taxAmount } = fee;
  return {
    id,
    type,
    name,
    chargeCode,
    filter: shortMatch(fee.filter),
    group: shortMatch(fee.group),
    period: shortPeriod(fee.period),
    units,
    unitAmount,
    amount: shortMoney(amount),
    taxAmount: shortMoney(taxAmount),
  };
}
