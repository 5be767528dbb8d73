import type { Span } from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { BillingItem } from './billing-item.ts';

/** What of a stay is billed by spans of time. */
export type SpanKind = 'base' | 'charges' | 'commitment';

/** Further than this two zones cannot be apart: from UTC-12 to UTC+14, and some hours to spare. */
export const ZONE_SPREAD_MS = 36 * 3_600_000;

/** Remembers what was billed. The table's key makes sure that nothing is billed twice. */
export function markBilled(
  engine: Engine,
  items: readonly BillingItem[],
  invoice: string | null,
): void {
  const insert = engine.database.sql('INSERT INTO billed_spans VALUES (?, ?, ?, ?, ?)');
  for (const { stay, base, charges, commitment } of items) {
    const spans: [SpanKind, Span | undefined][] = [
      ['base', base],
      ['charges', charges],
      ['commitment', commitment],
    ];
    for (const [kind, span] of spans) {
      if (span !== undefined) insert.run(stay, kind, span.from, span.to, invoice);
    }
  }
}

/**
 * Whether a whole period was billed already. After a change of the customer's time zone the same
 * period begins and ends at other instants.
 */
export function isBilled(engine: Engine, stay: number, kind: SpanKind, span: Span): boolean {
  const row = engine.database
    .sql(
      `SELECT 1 AS billed FROM billed_spans WHERE subscription = ? AND kind = ?
       AND abs(since - ?) < ${ZONE_SPREAD_MS} AND abs(upto - ?) < ${ZONE_SPREAD_MS} LIMIT 1`,
    )
    .get(stay, kind, span.from, span.to);
  return row !== undefined;
}
