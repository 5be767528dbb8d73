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
export interface MeterState {
  /** Adds an event of the period. Same-instant events are added in the order of their arrival. */
  add(event: MeteredEvent): MeterStep;
  /** The usage so far; costs the same however many events there were. */
  read(window: Window): Usage;
  /** The state as JSON of bounded size, for the meter's `load`. */
  save(): string;
}

/** A {@link MeterState} whose quantity carries over to the next period (recurring metrics). */
export interface CarriedMeterState extends MeterState {
  /** Puts what an earlier period left before what this one added. `earlier` stays as it is. */
  carry(earlier: CarriedMeterState): void;
}

/** Makes and restores the states of one kind of meter. */
export interface EventMeter<State extends MeterState = MeterState> {
  readonly kind: 'events';
  /**
   * What the stored numbers depend on beside the metric. A state that was saved under another
   * signature cannot be loaded: compute it again from the events.
   */
  readonly signature: string;
  /** The state of a period without events. */
  start(): State;
  /** @throws BillingError `configuration` when the text is not a state of this meter. */
  load(json: string): State;
}
