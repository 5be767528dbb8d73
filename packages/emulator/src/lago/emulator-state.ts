import type { Clock, Instant } from '@billport/core';
import type { ActiveFault } from './faults/fault.ts';
import type { LagoState } from './state.ts';
import type { LagoSwitches } from './switches.ts';

/** How things are in an emulator at the moment. All of it is for reading. */
export interface LagoEmulatorState {
  /** The account's time, to give to a client that is to live in it. */
  readonly clock: Clock;
  /** The switches as they are now; `change` of the emulator changes them. */
  readonly switches: Readonly<LagoSwitches>;
  /** Names of the work behind the answers that waits, webhooks last. */
  readonly waitingJobs: readonly string[];
  /** The faults that will still hit something. */
  readonly faults: readonly Readonly<ActiveFault>[];
  /** The moment that the account is at, as ISO 8601 text in UTC with milliseconds. */
  now(): Instant;
}

/** What users see of the state. */
export function emulatorState(state: LagoState): LagoEmulatorState {
  return {
    clock: { now: () => state.clock.now() },
    get switches() {
      return { ...state.switches };
    },
    get waitingJobs() {
      return state.waitingJobs();
    },
    get faults() {
      return state.faults.all().map((fault) => ({ ...fault }));
    },
    now: () => state.now(),
  };
}
