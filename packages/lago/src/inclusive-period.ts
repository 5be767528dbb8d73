import { type Period, toEpochMs, toInstant } from '@billport/core';
import { instantOf } from './wire-instant.ts';

/**
 * A period of Lago, whose end names the last second that belongs to it (23:59:59 local time,
 * `facts/rating.md §6`), as the contract has periods: the end is the moment after.
 * @throws BillingError `malformed_response` when one of them is no moment.
 */
export function toPeriod(from: string, lastSecond: string): Period {
  const last = instantOf(lastSecond, 'the end of a period');
  const end = Math.floor(toEpochMs(last) / 1000) * 1000 + 1000;
  return { from: instantOf(from, 'the start of a period'), to: toInstant(end) };
}
