import type { Span } from './raw-usage.ts';

/** What lies further apart is read apart. */
const NEAR_MS = 3_600_000;

/** The longest span that is read at once: Paigo has no pages, and customers record all day. */
const LONGEST_MS = 24 * 3_600_000;

/**
 * Spans around moments, by time: near ones share a span, and none is longer than a day. Epoch
 * milliseconds.
 */
export function spansAround(moments: readonly number[]): Span[] {
  const sorted = moments.toSorted((one, other) => one - other);
  const spans: Span[] = [];
  let [from, to] = [Number.NaN, Number.NaN];
  for (const at of sorted) {
    if (at - to < NEAR_MS && at - from < LONGEST_MS) {
      to = at + 1;
      continue;
    }
    if (!Number.isNaN(from)) spans.push({ from, to });
    [from, to] = [at, at + 1];
  }
  if (!Number.isNaN(from)) spans.push({ from, to });
  return spans;
}
