import { startLago } from '@billport/emulator';
import { createLago } from '@billport/lago';
import type { TimedBilling } from './timed-billing.ts';

/**
 * Lago on an emulator that runs in this process, standing at `startAt`. Bills are in currencies that
 * Lago has not, too.
 */
export async function openLagoEmulator(startAt: Date): Promise<TimedBilling> {
  const emulator = await startLago({ startAt, frozen: true, allCurrencies: true });
  const billing = createLago({
    url: emulator.url,
    apiKey: 'emulated',
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
