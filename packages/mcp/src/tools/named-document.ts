import type { CreditNote, Invoice } from '@billport/core';
import { shortMoney } from '../answers/shown/index.ts';
import { keyInWords } from './named.ts';

/** An invoice in a sentence: number, customer, total, what is due. */
export function namedInvoice({ id, number, customerKey, totals, status }: Invoice): string {
  return `invoice ${keyInWords(number ?? id)} of customer ${keyInWords(customerKey)} (${status}, ${shortMoney(totals.total)}, ${shortMoney(totals.due)} due)`;
}

/** A credit note in a sentence: number, customer, total, what is left. */
export function namedCreditNote({ number, customerKey, total, balance }: CreditNote): string {
  return `credit note ${keyInWords(number)} of customer ${keyInWords(customerKey)} (${shortMoney(total)}, ${shortMoney(balance)} left)`;
}

/** What a consent to a change of an invoice rests on. */
export function invoiceBasis({ id, status, paymentStatus, totals, paymentDisputeLostAt }: Invoice) {
  return { id, status, paymentStatus, totals, paymentDisputeLostAt };
}
