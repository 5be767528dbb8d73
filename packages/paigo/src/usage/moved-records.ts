import type { RawRecord, Span } from './raw-usage.ts';

/** The part at the edge of a span that is looked at. */
export const EDGE_MS = 1000;

/** Records are moved back only at the end of what is aggregated together: an hour, or whole ones. */
const HOUR_MS = 3_600_000;

const hourOf = (at: number) => Math.floor(at / HOUR_MS);

/** From so many taken moments of a second on, records may have been moved across all of it. */
const CROWD = EDGE_MS / 2;

/** Whether the moments of a dimension are taken one by one, so that a record may lie behind them. */
function isCrowded(rows: readonly RawRecord[]): boolean {
  const taken = new Map<string, number>();
  for (const { dimensionId } of rows) taken.set(dimensionId, (taken.get(dimensionId) ?? 0) + 1);
  return Math.max(0, ...taken.values()) >= CROWD;
}

/**
 * Whether records may lie behind a span that was read, though they happened before a moment in it.
 * Those whose moment was taken lie behind it, past records of any kind: where moved ones reach the edge
 * of the span, or a crowd does, there may be more.
 * @param end the moment; epoch milliseconds
 */
export function mayLieBehind(rows: readonly RawRecord[], { to }: Span, end: number): boolean {
  const last = rows.filter(({ at }) => at >= to - EDGE_MS);
  return isCrowded(last) || last.some(({ happenedAt }) => happenedAt < end);
}

/**
 * Whether records may lie before a span that was read, though they happened at a moment in it or later:
 * at the end of a month they are moved back.
 * @param start the moment; epoch milliseconds
 */
export function mayLieBefore(
  rows: readonly RawRecord[],
  { from, to }: Span,
  start: number,
): boolean {
  const first = rows.filter(({ at }) => at < from + EDGE_MS);
  const isAtEnd = hourOf(to) > hourOf(start);
  return (isAtEnd && isCrowded(first)) || first.some(({ happenedAt }) => happenedAt >= start);
}
