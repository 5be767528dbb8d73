import { toEpochMs, toInstant } from '@billport/core';
import { toSeconds } from './instants.ts';

const SECOND = 1000;

/** Whether a day begins at the moment in the time zone. */
function isMidnight(instant: string, timezone: string): boolean {
  const at = new Date(toEpochMs(instant));
  if (at.getUTCMilliseconds() !== 0) return false;
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, timeStyle: 'medium' });
  return /^(?:00|24):00:00$/.test(time.format(at));
}

/**
 * The end of a period of the engine, which does not belong to it, as Lago writes it: the last
 * second of the day before, or the moment at which the subscription ended (`facts/rating.md §6`).
 */
export function toPeriodEnd(instant: string, timezone: string): string {
  if (!isMidnight(instant, timezone)) return toSeconds(instant);
  return toSeconds(toInstant(toEpochMs(instant) - SECOND));
}
