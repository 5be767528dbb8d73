import type { Plan } from '@billport/core';

const DAY_MS = 86_400_000;

/** The length of a billing period: in months of the calendar or in days. */
interface Length {
  readonly unit: 'month' | 'day';
  readonly count: number;
  /** How many units the first period of the calendar begins before the first of 1970. */
  readonly offset: number;
}

const LENGTHS: Readonly<Record<Plan['interval'], Length>> = {
  // 1970 began on a Thursday, and weeks begin on Mondays.
  weekly: { unit: 'day', count: 7, offset: 3 },
  monthly: { unit: 'month', count: 1, offset: 0 },
  quarterly: { unit: 'month', count: 3, offset: 0 },
  semiannual: { unit: 'month', count: 6, offset: 0 },
  yearly: { unit: 'month', count: 12, offset: 0 },
  // An interval that the contract has no word for may be as short as a day.
  unknown: { unit: 'day', count: 1, offset: 0 },
};

/** The number of the calendar period in UTC that holds a moment. */
function periodNumber(ms: number, { unit, count, offset }: Length): number {
  const date = new Date(ms);
  const units =
    unit === 'day'
      ? Math.floor(ms / DAY_MS)
      : (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  return Math.floor((units + offset) / count);
}

/**
 * How many billing periods of a plan have begun from a start until now; 1 for a start that is not in
 * the past. At most one too many for the end of a period: time zones differ from UTC by up to a day, and
 * periods of the calendar are never fewer than those that count from the day of the start
 * (`facts/rating.md §6`).
 * @param from milliseconds since 1970-01-01T00:00:00Z
 * @param now the same
 */
export function begunPeriods(interval: Plan['interval'], from: number, now: number): number {
  if (from >= now) return 1;
  const length = LENGTHS[interval];
  return periodNumber(now + DAY_MS, length) - periodNumber(from - DAY_MS, length) + 1;
}
