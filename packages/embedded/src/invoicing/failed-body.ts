import { moneyFromMinor } from '@billport/core';
import { isStoreFault } from '../store/sqlite-error.ts';
import type { InvoiceBody } from './invoice-record.ts';

/** The body of an invoice that could not be computed: no lines, no amounts, and why. */
export function failedBody(currency: string, failure: string): InvoiceBody {
  const zero = moneyFromMinor(0n, currency);
  return {
    currency,
    periods: [],
    fees: [],
    taxes: [],
    taxRate: '0',
    coupons: [],
    progressiveCredits: [],
    creditNotes: [],
    prepaidCredits: [],
    failure,
    feeCreditsMinor: [],
    totals: {
      fees: zero,
      progressiveCredits: zero,
      coupons: zero,
      subtotalExcludingTax: zero,
      taxes: zero,
      subtotalIncludingTax: zero,
      creditNotes: zero,
      prepaidCredits: zero,
      total: zero,
    },
  };
}

/**
 * Why an invoice could not be computed, such as a custom aggregation that threw.
 * @throws the error itself where the file or the disk is to blame: nothing was decided then.
 */
export function failureOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (isStoreFault(error) || isStoreFault(cause)) throw error;
  return error instanceof Error ? error.message : String(error);
}
