import { minorUnits, toInstant } from '@billport/core';
import { creditExcess } from '../credit-notes/credit-excess.ts';
import type { Engine } from '../engine.ts';
import { unschedule } from '../jobs.ts';
import type { InvoiceRecord } from './invoice-record.ts';
import { localDate } from './local-date.ts';
import type { ProgressiveCredits } from './progressive-credits.ts';
import type { Settlement } from './settle.ts';
import { takeCredits } from './take-credits.ts';

/** An invoice number, such as `INV-000017`; without gaps, in the order in which they became final. */
function nextNumber(engine: Engine): string {
  return `INV-${String(engine.database.next('invoice number')).padStart(6, '0')}`;
}

function dueDate(engine: Engine, customerKey: string, at: number): string {
  const days = engine.tables.customers.find(customerKey)?.paymentTermDays ?? 0;
  return localDate(engine, customerKey, at, days);
}

/**
 * Makes an invoice final: takes coupons, credit notes and wallets, gives it a number, and counts
 * it as paid where nothing is due (`facts/rating.md §1, §14`).
 */
export function finalizeInvoice(
  engine: Engine,
  invoice: InvoiceRecord,
  settled: { settlement: Settlement; progressive?: ProgressiveCredits },
  at: number,
): InvoiceRecord {
  const { body, result } = settled.settlement;
  unschedule(engine.database, 'finalize', invoice.id);
  takeCredits(engine, invoice.id, result, body.currency, at);
  const isFree = minorUnits(body.totals.total) === 0n;
  const finalized = engine.invoices.update({
    ...invoice,
    status: 'finalized',
    paymentStatus: isFree ? 'succeeded' : 'pending',
    issuingDate: localDate(engine, invoice.customerKey, at),
    body,
    state: {
      ...invoice.state,
      number: nextNumber(engine),
      paymentDueDate: dueDate(engine, invoice.customerKey, at),
      finalizedAt: toInstant(at),
    },
  });
  for (const { invoice: early, amountMinor } of settled.progressive?.excess ?? []) {
    creditExcess(engine, early, amountMinor, at);
  }
  return finalized;
}
