import type { CallContext, Connection } from '../connection.ts';
import { EDGE_MS, mayLieBefore, mayLieBehind } from './moved-records.ts';
import { type RawRecord, readRawUsage, type Span } from './raw-usage.ts';

/**
 * Reads the usage records that happened in a span of time, and those that lie around it: as far as
 * records of the span may have been moved.
 */
export async function recordedAround(
  paigo: Connection,
  customerId: string,
  { from, to }: Span,
  context: CallContext,
): Promise<RawRecord[]> {
  let [before, behind] = [EDGE_MS, EDGE_MS];
  for (;;) {
    const span = { from: from - before, to: to + behind };
    const rows = await readRawUsage(paigo, customerId, span, context);
    const isMoreBehind = mayLieBehind(rows, span, to);
    const isMoreBefore = mayLieBefore(rows, span, from);
    if (!isMoreBehind && !isMoreBefore) return rows;
    if (isMoreBehind) behind *= 4;
    if (isMoreBefore) before *= 4;
  }
}
