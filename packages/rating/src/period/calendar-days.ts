/**
 * Calendar arithmetic on whole days: a day is the number of days from 1970-01-01, so that two of
 * them can be subtracted. No time zone is involved here.
 */

/** Milliseconds of a day of 24 hours, and of every day of UTC. */
export const DAY_MS = 86_400_000;

/** Year, month from 0 to 11 and day of the month of a calendar day. */
export function dateParts(day: number): { year: number; month: number; dayOfMonth: number } {
  const date = new Date(day * DAY_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    dayOfMonth: date.getUTCDate(),
  };
}

/** The calendar day of year, month from 0 and day of the month; both may overflow, as in Date. */
export function dayOfDate(year: number, month: number, dayOfMonth: number): number {
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month, dayOfMonth) / DAY_MS;
}

/**
 * The same day of the month `months` later, or the last day of that month where it is shorter:
 * one month after 31 January is 28 or 29 February (`facts/rating.md §6`).
 */
export function addMonths(day: number, months: number): number {
  const { year, month, dayOfMonth } = dateParts(day);
  const lastOfMonth = dayOfDate(year, month + months + 1, 0);
  return Math.min(dayOfDate(year, month + months, dayOfMonth), lastOfMonth);
}

/** Months from the month of `first` to the month of `second`, whatever the days in them. */
export function monthsBetween(first: number, second: number): number {
  const from = dateParts(first);
  const to = dateParts(second);
  return (to.year - from.year) * 12 + to.month - from.month;
}

/** The Monday of the week that holds the day. */
export function mondayOf(day: number): number {
  // 1970-01-01 was a Thursday, three days after a Monday.
  return day - ((((day + 3) % 7) + 7) % 7);
}
