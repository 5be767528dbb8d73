import { advanceLine } from '../billing/advance-lines.ts';
import type { FeeLine } from '../billing/fee-line.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import type { EventFee } from '../usage/advance-events.ts';
import { issueInvoice } from './issue-invoice.ts';

function invoiceLines(engine: Engine, stay: Stay, lines: readonly FeeLine[], at: number): string {
  const currency = lines[0]?.amount.currency ?? '';
  const invoice = issueInvoice(
    engine,
    {
      customerKey: stay.customerKey,
      type: 'advance_charges',
      currency,
      lines,
      periods: [{ subscriptionKey: stay.subscriptionKey, planCode: stay.planCode }],
    },
    at,
  );
  return invoice.id;
}

/** Bills fees in advance: each by an invoice of its own, or kept until the period ends. */
export function makeAdvanceInvoices(engine: Engine, fees: readonly EventFee[], at: number): void {
  for (const fee of fees) {
    const line = advanceLine(engine, fee, at);
    const { charge } = fee.metered;
    // An event that comes after the end of its stay has no later billing to wait for.
    const waits = fee.stay.endedAt === undefined;
    if (charge.timing === 'advance' && charge.invoiceable === false && waits) {
      engine.database
        .sql('INSERT INTO advance_fees (key, subscription, period, data) VALUES (?, ?, ?, ?)')
        .run(line.id, fee.stay.seq, fee.period, JSON.stringify(line));
    } else {
      invoiceLines(engine, fee.stay, [line], at);
    }
  }
}

/**
 * Puts fees that stand on no invoice yet on one of their own.
 * @param upTo First instant of the last usage window whose fees are billed: those of events that
 *   came late to an earlier window are billed with it.
 */
export function regroupAdvanceFees(engine: Engine, stay: Stay, upTo: number, at: number): void {
  const rows = engine.database
    .sql(
      'SELECT data FROM advance_fees WHERE subscription = ? AND period <= ? AND invoice IS NULL ORDER BY seq',
    )
    .all(stay.seq, upTo);
  if (rows.length === 0) return;
  const lines = rows.map((row) => JSON.parse(row.data as string) as FeeLine);
  const id = invoiceLines(engine, stay, lines, at);
  engine.database
    .sql(
      'UPDATE advance_fees SET invoice = ? WHERE subscription = ? AND period <= ? AND invoice IS NULL',
    )
    .run(id, stay.seq, upTo);
}
