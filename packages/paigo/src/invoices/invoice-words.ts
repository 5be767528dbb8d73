import type { Invoice } from '@billport/core';
import type { PaigoInvoice } from '../wire/invoice.ts';

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
  word: string | null | undefined,
): Meaning | undefined =>
  typeof word === 'string' && Object.hasOwn(words, word) ? words[word] : undefined;

/** Status and type in the words of the contract; Paigo's own where it has others. */
export function invoiceWords({
  invoiceStatus,
  invoiceType,
}: PaigoInvoice): Status & Pick<Invoice, 'type' | 'providerStatus'> {
  const status = known(STATUSES, invoiceStatus);
  const type = known(TYPES, invoiceType) ?? 'unknown';
  const word = status === undefined ? invoiceStatus : type === 'unknown' ? invoiceType : undefined;
  return {
    ...(status ?? { status: 'unknown', paymentStatus: 'unknown' }),
    type,
    ...(word && { providerStatus: word }),
  };
}
