import { Decimal } from '@billport/core';
import type { Aggregation } from './aggregation.ts';
import { type MeteredEvent, numericProperty } from './metered-event.ts';
import { type SavedState, savedCount, savedDecimal } from './saved-state.ts';
import type { Usage } from './usage.ts';

/**
 * Units are the sum of a property. A recurring metric sums all events ever, so the sums of
 * periods add up (`facts/rating.md §4`).
 */
export class Sum implements Aggregation {
  private readonly property: string;
  private total: Decimal;
  private events: number;

  constructor(property: string, saved?: SavedState) {
    this.property = property;
    this.total = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'total');
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
  }

  valueOf(event: MeteredEvent): Decimal | undefined {
    return numericProperty(event, this.property);
  }

  add(value: Decimal): void {
    this.total = this.total.plus(value);
    this.events += 1;
  }

  usage(): Usage {
    return { units: this.total, fullUnits: this.total, eventsCount: this.events };
  }

  saved(): SavedState {
    return { total: this.total.toString(), events: this.events };
  }

  carry(earlier: Sum): void {
    this.total = this.total.plus(earlier.total);
    this.events += earlier.events;
  }
}
