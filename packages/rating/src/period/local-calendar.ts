import { BillingError } from '@billport/core';
import { Temporal } from 'temporal-polyfill';
import { DAY_MS, dateParts } from './calendar-days.ts';

/** Days kept for one zone: more than a century of monthly bounds, and little memory. */
const DAYS_KEPT = 4096;

/**
 * Where the days of one time zone begin. A day is the number of days from 1970-01-01, an instant
 * the number of milliseconds from 1970-01-01T00:00:00Z. A day begins at local midnight, or at the
 * first instant after it where the clock jumps over midnight.
 */
export interface LocalCalendar {
  /** First instant of a day. */
  startOf(day: number): number;
  /** The local day that holds an instant. */
  dayOf(instant: number): number;
}

/** Asking the zone is slow, so its answers are kept. */
class ZoneCalendar implements LocalCalendar {
  private readonly timezone: string;
  private readonly starts = new Map<number, number>();

  /** @throws BillingError `invalid_input` when `timezone` is not an IANA name. */
  constructor(timezone: string) {
    this.timezone = timezone;
    try {
      this.askZone(0);
    } catch (cause) {
      throw new BillingError('invalid_input', {
        message: `timezone: ${JSON.stringify(timezone)} is not a time zone here; write an IANA name, such as "Europe/Paris".`,
        cause,
      });
    }
  }

  startOf(day: number): number {
    const known = this.starts.get(day);
    if (known !== undefined) return known;
    const start = this.askZone(day);
    if (this.starts.size >= DAYS_KEPT) this.starts.clear();
    this.starts.set(day, start);
    return start;
  }

  dayOf(instant: number): number {
    let day = Math.floor(instant / DAY_MS);
    while (instant < this.startOf(day)) day--;
    while (instant >= this.startOf(day + 1)) day++;
    return day;
  }

  private askZone(day: number): number {
    const { year, month, dayOfMonth } = dateParts(day);
    return new Temporal.PlainDate(year, month + 1, dayOfMonth).toZonedDateTime(this.timezone)
      .epochMilliseconds;
  }
}

/** In UTC every day begins at a multiple of 24 hours. */
const UTC: LocalCalendar = {
  startOf: (day) => day * DAY_MS,
  dayOf: (instant) => Math.floor(instant / DAY_MS),
};

const calendars = new Map<string, ZoneCalendar>();

/**
 * The calendar of a time zone; one object for each zone of the process, since many subscriptions
 * share a few zones and the same bounds.
 * @throws BillingError `invalid_input` when `timezone` is not an IANA name.
 */
export function localCalendar(timezone: string): LocalCalendar {
  if (timezone === 'UTC') return UTC;
  let calendar = calendars.get(timezone);
  if (calendar === undefined) {
    calendar = new ZoneCalendar(timezone);
    calendars.set(timezone, calendar);
  }
  return calendar;
}
