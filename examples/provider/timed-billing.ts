import type { Billing, InstantInput } from '@billport/core';

/** A provider whose time the demo moves: a bill of a month takes moments. */
export interface TimedBilling extends Billing {
  /** Moves time forward, bills what became due on the way, and waits until all of it can be read. */
  advanceTo(instant: InstantInput): Promise<void>;
}
