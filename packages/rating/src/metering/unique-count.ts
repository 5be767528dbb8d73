import { Decimal } from '@billport/core';
import { type MeteredEvent, textProperty } from './metered-event.ts';
import type { Usage } from './usage.ts';

/** What an event does to its value. */
export type UniqueCountOperation = 'add' | 'remove';

/** Whether a value is active, and since when: one row for each distinct value. */
export interface UniqueValueState {
  /** Its last operation by time, then arrival. */
  readonly operation: UniqueCountOperation;
  /** When that was, in epoch milliseconds. */
  readonly at: number;
}

/** What an event changed. */
export interface UniqueCountStep {
  /** The value's state after the event. */
  readonly state: UniqueValueState;
  /** By how much the number of active values changed. */
  readonly delta: -1 | 0 | 1;
  /**
   * The event is older than the value's last one, so it changes nothing at the end of a period
   * that holds both. For a recurring metric it may change an earlier period that is still open:
   * compute that one again from the events.
   */
  readonly late: boolean;
}

/** A value with what an event does to it. */
export interface UniqueCountEntry {
  readonly value: string;
  readonly operation: UniqueCountOperation;
  readonly at: number;
}

/**
 * The value of an event and its operation, or undefined when the event does not count: no such
 * property, or an `operation_type` other than `add` and `remove`. Without one it adds
 * (`facts/rating.md §4`).
 */
export function uniqueCountEntry(
  event: MeteredEvent,
  property: string,
): UniqueCountEntry | undefined {
  const value = textProperty(event, property);
  const operation = textProperty(event, 'operation_type') || 'add';
  if (value === undefined || (operation !== 'add' && operation !== 'remove')) return undefined;
  return { value, operation, at: event.timestamp };
}

/**
 * Applies an event to its value. A second add and a remove without an add do nothing
 * (`facts/rating.md §16`, no. 13), so whether a value is active is told by its last operation
 * alone. `previous` is undefined for a value without events; it is removed until it is added.
 */
export function uniqueCountStep(
  previous: UniqueValueState | undefined,
  entry: Omit<UniqueCountEntry, 'value'>,
): UniqueCountStep {
  if (previous !== undefined && entry.at < previous.at) {
    return { state: previous, delta: 0, late: true };
  }
  const state = { operation: entry.operation, at: entry.at };
  const before = previous?.operation === 'add' ? 1 : 0;
  const after = entry.operation === 'add' ? 1 : 0;
  return { state, delta: (after - before) as -1 | 0 | 1, late: false };
}

/** Units are the number of active distinct values, and so is the count of events. */
export function uniqueCountUsage(active: number): Usage {
  const units = Decimal.fromInteger(active);
  return { units, fullUnits: units, eventsCount: active };
}
