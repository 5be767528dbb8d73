import {
  type Clock,
  type InstantInput,
  type ManualClock,
  manualClock,
  toEpochMs,
} from '@billport/core';

/**
 * A clock that can be moved forward, and runs on by itself when it was made from a running one.
 * The engine has a manual clock, which {@link LagoState.catchUp} moves along.
 */
export interface MovingClock extends Clock {
  /** The engine's clock: a manual one. */
  readonly engine: ManualClock;
  /** The moment that the emulator is at: the engine's is at most this. */
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
    engine: manualClock(new Date(now())),
    now,
    jumpTo(instant) {
      const ahead = toEpochMs(instant) - now();
      if (ahead <= 0) return;
      offset += ahead;
      stopped += ahead;
    },
  };
}
