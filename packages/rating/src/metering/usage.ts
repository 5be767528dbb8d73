import type { Decimal } from '@billport/core';
import type { PerEventTotals } from '../charge/percentage-walk.ts';
import type { Fraction } from '../fraction.ts';

/** Units that one event added, with the share of the period during which they count. */
export interface ProratedEvent {
  /** Units that the event added; negative when it took some away. */
  readonly full: Decimal;
  /** Billed days of the event divided by the days of the whole period. */
  readonly share: Fraction;
}

/** What a metric measured in a window: the input of every charge model. */
export interface Usage {
  /** What the charge model prices: aggregated, then prorated, then rounded. */
  readonly units: Decimal;
  /** Quantity at the end of the window, not prorated, weighted or rounded. */
  readonly fullUnits: Decimal;
  /** Events that counted; for unique_count the values that are active at the end. */
  readonly eventsCount: number;
  /** Dynamic charges: sum of the events' own prices, in major units. */
  readonly preciseAmount?: Decimal;
  /** Custom charges: what the custom aggregation asks for, in major units. */
  readonly customAmount?: Decimal;
  /** Percentage charges with allowances or bounds: what they came to, event by event. */
  readonly perEvent?: PerEventTotals;
  /** Prorated graduated charges: the events in time order, units from before the window first. */
  readonly proratedEvents?: readonly ProratedEvent[];
}
