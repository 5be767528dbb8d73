import type { Invoice } from '@billport/core';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { textOf } from '../wire/reading.ts';

type Status = Pick<Invoice, 'status' | 'paymentStatus'>;

/** Paigo's words for a status: those of its document, and those of its guide (§6.30). */
const STATUSES: Readonly<Record<string, Status>> = {
  Draft: { status: 'draft', paymentStatus: 'pending' },
  Open: { status: 'finalized', paymentStatus: 'pending' },
  Active: { status: 'finalized', paymentStatus: 'pending' },
  Paid: { status: 'finalized', paymentStatus: 'succeeded' },
  Voided: { status: 'voided', paymentStatus: 'pending' },
  Void: { status: 'voided', paymentStatus: 'pending' },
};

/** Paigo's words for what made an invoice. */
const TYPES: Readonly<Record<string, Invoice['type']>> = {
  MANUAL: 'one_off',
  RECURRING: 'subscription',
  TOPUP: 'credit',
};

const known = <Meaning>(
  words: Readonly<Record<string, Meaning>>,
  word: string | undefined,
): Meaning | undefined =>
  word !== undefined && Object.hasOwn(words, word) ? words[word] : undefined;

/** Status and type in the words of the contract; Paigo's own where it has others. */
export function invoiceWords({
  invoiceStatus,
  invoiceType,
}: PaigoInvoice): Status & Pick<Invoice, 'type' | 'providerStatus'> {
  const [statusWord, typeWord] = [textOf(invoiceStatus), textOf(invoiceType)];
  const status = known(STATUSES, statusWord);
  const type = known(TYPES, typeWord) ?? 'unknown';
  const word = status === undefined ? statusWord : type === 'unknown' ? typeWord : undefined;
  return {
    ...(status ?? { status: 'unknown', paymentStatus: 'unknown' }),
    type,
    ...(word && { providerStatus: word }),
  };
}
