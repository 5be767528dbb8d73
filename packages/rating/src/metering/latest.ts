import { Decimal } from '@billport/core';
import type { Aggregation } from './aggregation.ts';
import { type MeteredEvent, numericProperty } from './metered-event.ts';
import { type SavedState, savedCount, savedDecimal, savedInstant } from './saved-state.ts';
import type { Usage } from './usage.ts';

/**
 * Units are the value of the last event by time, then by arrival; 0 without events or when that
 * value is negative (`facts/rating.md §4`). An event that arrives late only counts: the later one
 * keeps its place.
 */
export class Latest implements Aggregation {
  private readonly property: string;
  private value: Decimal;
  private at: number | undefined;
  private events: number;

  constructor(property: string, saved?: SavedState) {
    this.property = property;
    this.value = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'value');
    this.at = saved === undefined ? undefined : savedInstant(saved, 'at');
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
  }

  valueOf(event: MeteredEvent): Decimal | undefined {
    return numericProperty(event, this.property);
  }

  add(value: Decimal, event: MeteredEvent): void {
    this.events += 1;
    if (this.at !== undefined && event.timestamp < this.at) return;
    this.at = event.timestamp;
    this.value = value;
  }

  usage(): Usage {
    const units = Decimal.max(this.value, Decimal.ZERO);
    return { units, fullUnits: units, eventsCount: this.events };
  }

  saved(): SavedState {
    return { value: this.value.toString(), at: this.at, events: this.events };
  }
}
