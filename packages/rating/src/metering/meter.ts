import type { Decimal } from '@billport/core';
import type { MeteredEvent } from './metered-event.ts';
import type { Usage } from './usage.ts';
import type { Window } from './window.ts';

/**
 * What became of an event.
 *
 * - `added`: it counts
 * - `ignored`: it has no usable value (`facts/rating.md §3`); nothing changed
 * - `out_of_order`: it is older than an event that was added before, and order matters here;
 *   nothing changed, and the usage must be computed again from the stored events
 */
export type MeterStep = 'added' | 'ignored' | 'out_of_order';

/** Usage of one charge, filter, group and period, kept up to date event by event. */
export interface CarriedMeterState {
  /** Adds an event of the period. Same-instant events are added in the order of their arrival. */
  add(event: MeteredEvent): MeterStep;
  /** The usage so far; costs the same however many events there were. */
  read(window: Window): Usage;
  /** The state as JSON of bounded size, for the meter's `load`. */
  save(): string;
  /**
   * Puts what an earlier period left before what this one added, for recurring metrics; `earlier`
   * stays as it is. Where nothing carries over, it does nothing.
   */
  carry(earlier: CarriedMeterState): void;
}

/** Makes and restores the states of every aggregation but unique_count. */
export interface EventMeter {
  readonly kind: 'events';
  /**
   * What the stored numbers depend on beside the metric. A state that was saved under another
   * signature cannot be loaded: compute it again from the events.
   */
  readonly signature: string;
  /**
   * The state of a period without events.
   * @param carried Quantity at the start of the period, for weighted sums; 0 when absent.
   * @throws BillingError `configuration` when the function of a custom aggregation is missing.
   */
  start(carried?: Decimal): CarriedMeterState;
  /**
   * @throws BillingError `configuration` when the text is not a state of this meter, or the
   *   function of a custom aggregation is missing.
   */
  load(json: string): CarriedMeterState;
}
