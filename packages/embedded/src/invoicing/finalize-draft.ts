import type { Engine } from '../engine.ts';
import { unschedule } from '../jobs.ts';
import { failedBody, failureOf } from './failed-body.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import type { InvoiceRecord } from './invoice-record.ts';
import { type SettledItems, settleItems } from './settle-items.ts';

/** Computes an invoice again; where that fails it is failed from now on. */
function settleAgain(
  engine: Engine,
  invoice: InvoiceRecord,
  draft: boolean,
  at: number,
): SettledItems | InvoiceRecord {
  try {
    const { items } = invoice.state;
    return engine.database.nested(
      () => settleItems(engine, invoice, items, { draft, at, keepEmpty: true }) ?? invoice,
    );
  } catch (error) {
    const body = failedBody(invoice.body.currency, failureOf(error));
    unschedule(engine.database, 'finalize', invoice.id);
    return engine.invoices.update({ ...invoice, status: 'failed', body });
  }
}

/** Computes a draft or a failed invoice with all that was recorded until now, and makes it final. */
export function finalizeDraft(engine: Engine, draft: InvoiceRecord, at: number): InvoiceRecord {
  const settled = settleAgain(engine, draft, false, at);
  return 'status' in settled ? settled : finalizeInvoice(engine, draft, settled, at);
}

/** Computes a draft again; it stays a draft. */
export function refreshDraft(engine: Engine, draft: InvoiceRecord, at: number): InvoiceRecord {
  const settled = settleAgain(engine, draft, true, at);
  return 'status' in settled
    ? settled
    : engine.invoices.update({ ...draft, body: settled.settlement.body });
}

/** A draft on which nothing came to stand: it goes, and with it the wait for late events. */
function discard(engine: Engine, draft: InvoiceRecord): void {
  for (const sql of [
    'UPDATE billed_spans SET invoice = NULL WHERE invoice = ?',
    'DELETE FROM invoice_subscriptions WHERE invoice = ?',
    'DELETE FROM invoices WHERE key = ?',
  ]) {
    engine.database.sql(sql).run(draft.id);
  }
}

/** Ends the grace period of a draft: makes it final, or takes it away where it has no line. */
export function endGrace(engine: Engine, draft: InvoiceRecord, at: number): void {
  const settled = settleAgain(engine, draft, false, at);
  if ('status' in settled) return;
  const isEmpty =
    settled.settlement.body.fees.length === 0 && settled.progressive.excess.length === 0;
  if (isEmpty) discard(engine, draft);
  else finalizeInvoice(engine, draft, settled, at);
}
