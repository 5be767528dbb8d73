import type { CallContext, Connection } from '../connection.ts';
import { type RawRecord, readRawUsage, type Span } from './raw-usage.ts';

/** How far from its moment a moved record is looked for at first. */
const MARGIN_MS = 1000;

const isMoved = ({ at, happenedAt }: RawRecord) => at !== happenedAt;

/**
 * Reads the usage records that happened in a span of time, and those that lie around it. Records whose
 * moment was taken lie behind it, or at the end of a month before it: where they reach the edge of
 * what was read, more is read.
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
    const moved = rows.filter(isMoved);
    const isMoreBehind = moved.some(
      ({ at, happenedAt }) => happenedAt < to && at >= span.to - MARGIN_MS,
    );
    const isMoreBefore = moved.some(
      ({ at, happenedAt }) => happenedAt >= from && at < span.from + MARGIN_MS,
    );
    if (!isMoreBehind && !isMoreBefore) return rows;
    if (isMoreBehind) behind *= 4;
    if (isMoreBefore) before *= 4;
  }
}
