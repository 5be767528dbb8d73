import { toEpochMs } from '@billport/core';

/** The day, `YYYY-MM-DD`, on which a moment falls in a time zone. */
export function localDate(instant: string, timezone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  return day.format(new Date(toEpochMs(instant)));
}
