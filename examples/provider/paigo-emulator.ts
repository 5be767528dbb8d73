import { startPaigo } from '@billport/emulator';
import { createPaigo } from '@billport/paigo';
import type { TimedBilling } from './timed-billing.ts';

/** Paigo on an emulator that runs in this process, standing at `startAt`. */
export async function openPaigoEmulator(startAt: Date): Promise<TimedBilling> {
  const emulator = await startPaigo({ startAt, frozen: true });
  const billing = createPaigo({
    url: emulator.url,
    tokenUrl: emulator.tokenUrl,
    clientId: 'emulated',
    clientSecret: 'emulated',
    clock: emulator.state.clock,
    environment: {},
  });
  return {
    ...billing,
    async advanceTo(instant) {
      await emulator.advanceTo(instant);
      await emulator.settle();
    },
    async close() {
      await billing.close();
      await emulator.close();
    },
  };
}
