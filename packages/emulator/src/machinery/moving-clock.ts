import { type Clock, type InstantInput, toEpochMs } from '@billport/core';

/** A clock that can be moved forward, and runs on by itself when it was made from a running one. */
export interface MovingClock extends Clock {
  /** The moment that the account is at, in milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Moves forward to the moment. */
  jumpTo(instant: InstantInput): void;
}

/** A clock that begins where `base` is, or at `start`; with `frozen` it only moves when told. */
export function movingClock(
  base: Clock,
  start: InstantInput | undefined,
  frozen: boolean,
): MovingClock {
  const begun = base.now();
  let stopped = start === undefined ? begun : toEpochMs(start);
  let offset = stopped - begun;
  const now = () => (frozen ? stopped : base.now() + offset);
  return {
    now,
    jumpTo(instant) {
      const ahead = toEpochMs(instant) - now();
      if (ahead <= 0) return;
      offset += ahead;
      stopped += ahead;
    },
  };
}
