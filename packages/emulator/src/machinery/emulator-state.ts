import type { Clock, Instant } from '@billport/core';
import type { EmulatedAccount } from './emulated-account.ts';
import type { ActiveFault } from './faults/fault.ts';

/** How things are in an emulator at the moment. All of it is for reading. */
export interface EmulatorState<Switches> {
  /** The account's time, to give to a client that is to live in it. */
  readonly clock: Clock;
  /** The switches as they are now; `change` of the emulator changes them. */
  readonly switches: Readonly<Switches>;
  /** Names of the work behind the answers that waits, webhooks last. */
  readonly waitingJobs: readonly string[];
  /** The faults that will still hit something. */
  readonly faults: readonly Readonly<ActiveFault>[];
  /** The moment that the account is at, as ISO 8601 text in UTC with milliseconds. */
  now(): Instant;
}

/** What users see of an account. */
export function emulatorState<Switches extends object>(
  account: EmulatedAccount<Switches>,
): EmulatorState<Switches> {
  return {
    clock: { now: () => account.clock.now() },
    get switches() {
      return { ...account.switches };
    },
    get waitingJobs() {
      return account.waitingJobs();
    },
    get faults() {
      return account.faults.all().map((fault) => ({ ...fault }));
    },
    now: () => account.now(),
  };
}
