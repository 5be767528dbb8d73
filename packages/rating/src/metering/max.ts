import { Decimal } from '@billport/core';
import type { Aggregation } from './aggregation.ts';
import { type MeteredEvent, numericProperty } from './metered-event.ts';
import { type SavedState, savedCount, savedDecimal } from './saved-state.ts';
import type { Usage } from './usage.ts';

/** Units are the largest value of a property, 0 without events (`facts/rating.md §4`). */
export class Max implements Aggregation {
  private readonly property: string;
  private largest: Decimal | undefined;
  private events: number;

  constructor(property: string, saved?: SavedState) {
    this.property = property;
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
    this.largest =
      saved === undefined || this.events === 0 ? undefined : savedDecimal(saved, 'largest');
  }

  valueOf(event: MeteredEvent): Decimal | undefined {
    return numericProperty(event, this.property);
  }

  add(value: Decimal): void {
    this.largest = this.largest === undefined ? value : Decimal.max(this.largest, value);
    this.events += 1;
  }

  usage(): Usage {
    const units = this.largest ?? Decimal.ZERO;
    return { units, fullUnits: units, eventsCount: this.events };
  }

  saved(): SavedState {
    return { largest: this.largest?.toString(), events: this.events };
  }
}
