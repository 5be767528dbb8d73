import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { type MeteredEvent, numericProperty } from './metered-event.ts';
import { PRORATED_DIGITS, WindowDays } from './proration.ts';
import type { ProratedEvent, Usage } from './usage.ts';
import type { Window } from './window.ts';

const weigh = (value: Decimal, days: number) => value.times(Decimal.fromInteger(days));

/**
 * Sum of a property, prorated: units added in the period count from their local date to the
 * window's last date, both included; units from before count for the whole window. Both are
 * divided by the days of the whole billing period, and the result is rounded up to 5 decimals
 * (`facts/rating.md §4`). `fullUnits` is the plain sum.
 * @param events In time order; those before the window are carried units.
 */
export function proratedSum(
  property: string,
  events: Iterable<MeteredEvent>,
  window: Window,
): Usage {
  const days = new WindowDays(window);
  const period = Decimal.fromInteger(window.periodDays);
  let carried = Decimal.ZERO;
  let eventsCount = 0;
  const added: { value: Decimal; days: number }[] = [];
  for (const event of events) {
    const value = numericProperty(event, property);
    if (value === undefined) continue;
    eventsCount += 1;
    if (event.timestamp < window.from) carried = carried.plus(value);
    else added.push({ value, days: days.count(event.timestamp) });
  }
  const parts = carried.isZero() ? added : [{ value: carried, days: days.total() }, ...added];
  const share = (count: number): Fraction =>
    Fraction.ofInteger(count).dividedBy(Fraction.ofInteger(window.periodDays));
  return {
    units: Decimal.sum(parts.map((part) => weigh(part.value, part.days))).dividedBy(
      period,
      PRORATED_DIGITS,
      'ceil',
    ),
    fullUnits: Decimal.sum(parts.map((part) => part.value)),
    eventsCount,
    proratedEvents: parts.map(
      (part): ProratedEvent => ({ full: part.value, share: share(part.days) }),
    ),
  };
}
