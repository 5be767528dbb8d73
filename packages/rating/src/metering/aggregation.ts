import type { Decimal } from '@billport/core';
import type { MeteredEvent } from './metered-event.ts';
import type { SavedState } from './saved-state.ts';
import type { Usage } from './usage.ts';
import type { Window } from './window.ts';

/**
 * Running numbers of one aggregation: enough to tell the units at any moment, and of the same
 * size for one event as for a million. It does not look at the window's bounds: whoever adds
 * events chooses them.
 */
export interface Aggregation {
  /** The value of an event, or undefined when it does not count (`facts/rating.md §3`). */
  valueOf(event: MeteredEvent): Decimal | undefined;
  /** Adds an event that counts, with its value. */
  add(value: Decimal, event: MeteredEvent): void;
  /** Units before rounding, unprorated quantity, and the number of events. */
  usage(window: Window): Usage;
  /** The numbers as JSON fields. */
  saved(): SavedState;
  /** Where units carry over: puts an earlier period's numbers before these. */
  carry?(earlier: Aggregation): void;
}
