import type { UsageEventInput } from '@billport/core';
import type { Destination } from './event-check.ts';
import type { EventName } from './event-memory.ts';

/** An event of a call that nothing is decided of. */
export interface OpenEvent {
  /** Its place in the call. */
  readonly index: number;
  readonly name: EventName;
  readonly event: UsageEventInput;
  /** When it happened; epoch milliseconds. */
  readonly at: number;
  readonly destination: Destination;
}
