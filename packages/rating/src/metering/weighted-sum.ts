import { Decimal } from '@billport/core';
import type { Aggregation } from './aggregation.ts';
import { type MeteredEvent, numericProperty } from './metered-event.ts';
import { type SavedState, savedCount, savedDecimal } from './saved-state.ts';
import type { Usage } from './usage.ts';
import type { Window } from './window.ts';

const MS_PER_DAY = 86_400_000;

/** Digits that a weighted sum keeps; the rest is rounded up (`facts/rating.md §2`). */
const DIGITS = 20;

/**
 * Units are the running total, weighted by the time it stood: events are differences, and
 * `units = sum of running total x seconds / (period days x 86400)` (`facts/rating.md §4`).
 *
 * A difference v at instant t stands from t to the window's end, so the weighted sum is
 * `carried x (to - from) + to x sum(v) - sum(v x t)`: two running sums are enough, and the order
 * in which events arrive does not matter.
 */
export class WeightedSum implements Aggregation {
  private readonly property: string;
  /** Quantity at the start of the period. */
  private carried: Decimal;
  private total: Decimal;
  /** Sum of value x epoch milliseconds. */
  private moment: Decimal;
  private events: number;

  constructor(property: string, saved?: SavedState, carried = Decimal.ZERO) {
    this.property = property;
    this.carried = saved === undefined ? carried : savedDecimal(saved, 'carried');
    this.total = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'total');
    this.moment = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'moment');
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
  }

  valueOf(event: MeteredEvent): Decimal | undefined {
    return numericProperty(event, this.property);
  }

  add(value: Decimal, event: MeteredEvent): void {
    this.total = this.total.plus(value);
    this.moment = this.moment.plus(value.times(Decimal.fromInteger(event.timestamp)));
    this.events += 1;
  }

  usage(window: Window): Usage {
    const weighted = this.carried
      .times(Decimal.fromInteger(window.to - window.from))
      .plus(this.total.times(Decimal.fromInteger(window.to)))
      .minus(this.moment);
    const period = Decimal.fromInteger(window.periodDays * MS_PER_DAY);
    return {
      units: weighted.dividedBy(period, DIGITS, 'ceil'),
      fullUnits: this.carried.plus(this.total),
      eventsCount: this.events,
    };
  }

  saved(): SavedState {
    return {
      carried: this.carried.toString(),
      total: this.total.toString(),
      moment: this.moment.toString(),
      events: this.events,
    };
  }

  /** What stood at the end of the earlier period stands at the start of this one. */
  carry(earlier: WeightedSum): void {
    this.carried = this.carried.plus(earlier.carried).plus(earlier.total);
  }
}
