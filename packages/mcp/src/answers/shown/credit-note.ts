import type { CreditNote, Money } from '@billport/core';
import type { Fact } from '../answer.ts';
import { isZero, shortMoney } from './short.ts';
import { whole } from './whole.ts';

/** A part of the note, where there is one. */
const part = (money: Money) => (isZero(money) ? undefined : shortMoney(money));

/** A status that is none tells nothing beside a part that is not there. */
const statusOf = (status: string) => (status === 'none' ? undefined : status);

/**
 * A credit note: what is given back and how, or all of it. Its number tells the invoice, whose id
 * would be a third of the row.
 */
export function shownCreditNote(note: CreditNote, detailed: boolean): Fact {
  if (detailed) return whole(note);
  const { id, number, customerKey, reason, issuingDate, total, balance } = note;
  return {
    id,
    number,
    customerKey,
    reason,
    issuingDate,
    total: shortMoney(total),
    credit: part(note.credit),
    refund: part(note.refund),
    offset: part(note.offset),
    balance: shortMoney(balance),
    creditStatus: statusOf(note.creditStatus),
    refundStatus: statusOf(note.refundStatus),
  };
}
