import { BillingError } from './billing-error.ts';
import type { Instant, Period } from './contract/scalars.ts';

/** What callers may pass for a moment: ISO 8601 text with `Z` or an offset, a Date, or epoch milliseconds. */
export type InstantInput = string | Date | number;

/** Instants are kept to years 0001 to 9999, so that their text sorts as they do. */
const EARLIEST = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Whether the date part is a real day; `Date.parse` takes 30 February for 2 March. */
function isDay(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00.000Z`);
  return !Number.isNaN(day.getTime()) && day.getUTCDate() === Number(text.slice(8, 10));
}

/** Milliseconds of a text that names one moment; NaN for any other. */
function parseInstant(text: string): number {
  const ms = Date.parse(text);
  if (isCanonical(text, ms)) return ms;
  return ISO_INSTANT.test(text) && isDay(text) ? ms : Number.NaN;
}

/** Text that comes back the same needs no further check; it is what most callers send. */
function isCanonical(text: string, ms: number): boolean {
  return text.length === 24 && !Number.isNaN(ms) && new Date(ms).toISOString() === text;
}

function isInRange(ms: number): boolean {
  return Number.isInteger(ms) && ms >= EARLIEST && ms <= LATEST;
}

/**
 * The same moment in UTC with milliseconds; undefined when the text is not date, time and `Z` or
 * an offset, or lies outside the years 1 to 9999. Digits past the millisecond are cut.
 */
export function normalizeInstant(text: string): Instant | undefined {
  const ms = parseInstant(text);
  if (!isInRange(ms)) return undefined;
  return isCanonical(text, ms) ? text : new Date(ms).toISOString();
}

/**
 * Milliseconds since 1970-01-01T00:00:00Z. Digits past the millisecond are cut.
 * @throws BillingError `invalid_input` when the value is not a moment between the years 1 and 9999.
 */
export function toEpochMs(value: InstantInput): number {
  const ms =
    typeof value === 'number'
      ? value
      : value instanceof Date
        ? value.getTime()
        : parseInstant(value);
  if (!isInRange(ms)) {
    throw new BillingError('invalid_input', {
      message: `${JSON.stringify(value)} is not a moment: write ISO 8601 with a zone, such as "2026-01-31T23:00:00Z".`,
    });
  }
  return ms;
}

/** The moment as ISO 8601 text in UTC with milliseconds. */
export function toInstant(value: InstantInput): Instant {
  return new Date(toEpochMs(value)).toISOString();
}

/** Whether `instant` lies in the half-open `period`. */
export function contains(period: Period, instant: Instant): boolean {
  return period.from <= instant && instant < period.to;
}
