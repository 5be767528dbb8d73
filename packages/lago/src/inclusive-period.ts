import { type Period, toEpochMs, toInstant } from '@billport/core';

/**
 * A period of Lago, whose end names the last second that belongs to it (23:59:59 local time,
 * `facts/rating.md §6`), as the contract has periods: the end is the moment after.
 */
export function toPeriod(from: string, lastSecond: string): Period {
  const end = Math.floor(toEpochMs(lastSecond) / 1000) * 1000 + 1000;
  return { from: toInstant(from), to: toInstant(end) };
}
