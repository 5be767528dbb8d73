import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { localCalendar } from './local-calendar.ts';

/** A half-open span of time, in milliseconds since 1970-01-01T00:00:00Z. */
export interface Span {
  /** First instant. */
  readonly from: number;
  /** First instant after it. */
  readonly to: number;
}

/**
 * Local calendar days that a span touches, first and last included: a partial day is a whole day
 * (`facts/rating.md §7`). 0 for an empty span.
 * @throws BillingError `invalid_input` when the time zone is unknown.
 */
export function localDayCount(span: Span, timezone: string): number {
  if (span.to <= span.from) return 0;
  const calendar = localCalendar(timezone);
  return calendar.dayOf(span.to - 1) - calendar.dayOf(span.from) + 1;
}

/**
 * `amount x billed days / period days`, exact. `amount` is in the unit that the result has.
 * @throws BillingError `invalid_input` when `periodDays` is zero.
 */
export function prorate(amount: Decimal, billedDays: number, periodDays: number): Fraction {
  return Fraction.of(amount)
    .times(Fraction.ofInteger(billedDays))
    .dividedBy(Fraction.ofInteger(periodDays));
}

/** {@link prorate} for an amount in minor units. */
export function prorateMinor(
  amountMinor: bigint,
  billedDays: number,
  periodDays: number,
): Fraction {
  return prorate(Decimal.fromInteger(amountMinor), billedDays, periodDays);
}
