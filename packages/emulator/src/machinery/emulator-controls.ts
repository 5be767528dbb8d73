import type { InstantInput } from '@billport/core';
import { checkedFault } from './control/control-input.ts';
import { momentAfter, momentAhead } from './control/next-moment.ts';
import type { EmulatedAccount } from './emulated-account.ts';
import type { ActiveFault, Fault } from './faults/fault.ts';

/** What steers a running emulator. */
export interface EmulatorControls<Switches> {
  /**
   * Does what waits, moves time forward and bills what became due on the way.
   * @throws BillingError `invalid_input` for a moment that has passed.
   */
  advanceTo(instant: InstantInput): Promise<void>;
  /**
   * The same by an ISO 8601 duration, such as `P1M` or `PT12H`.
   * @throws BillingError `invalid_input` for another text.
   */
  advanceBy(duration: string): Promise<void>;
  /** Does all work behind the answers now. Rejects when some of it failed. */
  settle(): Promise<void>;
  /**
   * Changes switches while it runs.
   * @throws BillingError `invalid_input`
   */
  change(switches: Partial<Switches>): void;
  /**
   * Lets something go wrong with the requests to come.
   * @throws BillingError `invalid_input` that names each wrong field and what it may be.
   */
  injectFault(fault: Fault): ActiveFault;
  /** Lets nothing go wrong any more. */
  clearFaults(): void;
}

/** What steers the emulator of an account. */
export function emulatorControls<Switches extends object>(
  account: EmulatedAccount<Switches>,
): EmulatorControls<Switches> {
  return {
    async advanceTo(instant) {
      await account.advanceTo(momentAhead(account.clock, instant, 'instant'));
    },
    async advanceBy(duration) {
      await account.advanceTo(momentAfter(account.clock, duration, 'duration'));
    },
    settle: () => account.settle(),
    change: (changes) => account.change(changes),
    injectFault: (fault) => account.faults.add(checkedFault(fault)),
    clearFaults: () => account.faults.clear(),
  };
}
