import { BillingError } from '@billport/core';
import { Temporal } from 'temporal-polyfill';
import { DAY_MS } from './calendar-days.ts';

/** Days kept for one zone: more than a century of monthly bounds, and little memory. */
const DAYS_KEPT = 4096;

/**
 * Where the days of one time zone begin and end. A day begins at local midnight, or at the first
 * instant after it where the clock jumps over midnight. Asking the zone is slow, so answers are kept.
 */
export class LocalCalendar {
  private readonly timezone: string;
  private readonly starts = new Map<number, number>();

  /** @throws BillingError `invalid_input` when `timezone` is not an IANA name. */
  constructor(timezone: string) {
    this.timezone = timezone;
    this.askZone(0);
  }

  /** First instant of a day, in milliseconds since 1970-01-01T00:00:00Z. */
  startOf(day: number): number {
    const known = this.starts.get(day);
    if (known !== undefined) return known;
    const start = this.askZone(day);
    if (this.starts.size >= DAYS_KEPT) this.starts.clear();
    this.starts.set(day, start);
    return start;
  }

  /** The local day (days since 1970-01-01) that holds an instant. */
  dayOf(instant: number): number {
    let day = Math.floor(instant / DAY_MS);
    while (instant < this.startOf(day)) day--;
    while (instant >= this.startOf(day + 1)) day++;
    return day;
  }

  private askZone(day: number): number {
    try {
      return Temporal.Instant.fromEpochMilliseconds(day * DAY_MS)
        .toZonedDateTimeISO('UTC')
        .toPlainDate()
        .toZonedDateTime(this.timezone).epochMilliseconds;
    } catch (cause) {
      throw new BillingError('invalid_input', {
        message: `timezone: ${JSON.stringify(this.timezone)} is not a time zone here: write an IANA name, such as "Europe/Paris".`,
        cause,
      });
    }
  }
}

/** In UTC every day begins at a multiple of 24 hours. */
const UTC: Pick<LocalCalendar, 'startOf' | 'dayOf'> = {
  startOf: (day) => day * DAY_MS,
  dayOf: (instant) => Math.floor(instant / DAY_MS),
};

const calendars = new Map<string, LocalCalendar>();

/**
 * The calendar of a time zone; one object for each zone of the process, since many subscriptions
 * share a few zones and the same bounds.
 * @throws BillingError `invalid_input` when `timezone` is not an IANA name.
 */
export function localCalendar(timezone: string): Pick<LocalCalendar, 'startOf' | 'dayOf'> {
  if (timezone === 'UTC') return UTC;
  let calendar = calendars.get(timezone);
  if (calendar === undefined) {
    calendar = new LocalCalendar(timezone);
    calendars.set(timezone, calendar);
  }
  return calendar;
}
