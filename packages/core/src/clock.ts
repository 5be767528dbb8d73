import { BillingError } from './billing-error.ts';
import type { Instant } from './contract/scalars.ts';
import { type InstantInput, toEpochMs, toInstant } from './time.ts';

/** Where the time comes from. Inject one to make tests and simulations repeatable. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /**
   * Moves to `instant`.
   * @throws BillingError `invalid_input` when that lies in the past of this clock.
   */
  moveTo(instant: InstantInput): void;
}

/** The machine's clock: the only place of the library that reads it. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock for tests and simulations, standing at `start`. */
export function manualClock(start: InstantInput): ManualClock {
  let current = toEpochMs(start);
  return {
    now: () => current,
    moveTo(instant) {
      const next = toEpochMs(instant);
      if (next < current) {
        throw new BillingError('invalid_input', {
          message: `A clock cannot go back from ${toInstant(current)} to ${toInstant(next)}.`,
        });
      }
      current = next;
    },
  };
}

/** Whether the clock can be moved by hand. */
export function isManualClock(clock: Clock): clock is ManualClock {
  return 'moveTo' in clock;
}

/** The clock's time as ISO 8601 text in UTC with milliseconds. */
export function currentInstant(clock: Clock): Instant {
  return toInstant(clock.now());
}
