import type { CreditNote } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortMoney } from './short.ts';
import { whole } from './whole.ts';

/** A credit note: what is given back and how, or all of it. */
export function shownCreditNote(note: CreditNote, detailed: boolean): Fact {
  if (detailed) return whole(note);
  const { id, number, invoiceId, customerKey, reason, issuingDate } = note;
  return {
    id,
    number,
    invoiceId,
    customerKey,
    reason,
    issuingDate,
    total: shortMoney(note.total),
    credit: shortMoney(note.credit),
    refund: shortMoney(note.refund),
    offset: shortMoney(note.offset),
    balance: shortMoney(note.balance),
    creditStatus: note.creditStatus,
    refundStatus: note.refundStatus,
  };
}
