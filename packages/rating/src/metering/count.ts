import { Decimal } from '@billport/core';
import type { Aggregation } from './aggregation.ts';
import { type SavedState, savedCount } from './saved-state.ts';
import type { Usage } from './usage.ts';

/** Units are the number of events (`facts/rating.md §4`). */
export class Count implements Aggregation {
  private events: number;

  constructor(saved?: SavedState) {
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
  }

  valueOf(): Decimal {
    return Decimal.ONE;
  }

  add(): void {
    this.events += 1;
  }

  usage(): Usage {
    const units = Decimal.fromInteger(this.events);
    return { units, fullUnits: units, eventsCount: this.events };
  }

  saved(): SavedState {
    return { events: this.events };
  }
}
