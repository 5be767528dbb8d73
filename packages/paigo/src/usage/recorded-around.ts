import type { CallContext, Connection } from '../connection.ts';
import { type RawRecord, readRawUsage, type Span } from './raw-usage.ts';

/** How far from its moment a moved record is looked for at first. */
const MARGIN_MS = 1000;

/** Records are moved back only at the end of what is aggregated together: an hour, or whole ones. */
const HOUR_MS = 3_600_000;

const hourOf = (at: number) => Math.floor(at / HOUR_MS);

/** From so many taken moments of a second on, records may have been moved across all of it. */
const CROWD = MARGIN_MS / 2;

/** Whether the moments of a dimension are taken one by one, so that a record may lie behind them. */
function isCrowded(rows: readonly RawRecord[]): boolean {
  const taken = new Map<string, number>();
  for (const { dimensionId } of rows) taken.set(dimensionId, (taken.get(dimensionId) ?? 0) + 1);
  return Math.max(0, ...taken.values()) >= CROWD;
}

/**
 * Reads the usage records that happened in a span of time, and those that lie around it. Records whose
 * moment was taken lie behind it, or at the end of a month before it, past records of any kind: where
 * moved ones reach the edge of what was read, or a crowd does, more is read.
 */
export async function recordedAround(
  paigo: Connection,
  customerId: string,
  { from, to }: Span,
  context: CallContext,
): Promise<RawRecord[]> {
  let [before, behind] = [MARGIN_MS, MARGIN_MS];
  for (;;) {
    const span = { from: from - before, to: to + behind };
    const rows = await readRawUsage(paigo, customerId, span, context);
    const last = rows.filter(({ at }) => at >= span.to - MARGIN_MS);
    const first = rows.filter(({ at }) => at < span.from + MARGIN_MS);
    const isMoreBehind = isCrowded(last) || last.some(({ happenedAt }) => happenedAt < to);
    const isAtEnd = hourOf(span.to) > hourOf(from);
    const isMoreBefore =
      (isAtEnd && isCrowded(first)) || first.some(({ happenedAt }) => happenedAt >= from);
    if (!isMoreBehind && !isMoreBefore) return rows;
    if (isMoreBehind) behind *= 4;
    if (isMoreBefore) before *= 4;
  }
}
