import { BillingError, toInstant } from '@billport/core';
import { createLago } from '@billport/lago';
import { openLagoEmulator } from '../../provider/lago-emulator.ts';
import type { TimedBilling } from '../../provider/timed-billing.ts';

/** What an emulator is told beside Lago's own interface. */
async function control(url: string, path: string, body?: object): Promise<void> {
  const address = new URL(`/emulator${path}`, url);
  const response = await fetch(address, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  await response.text();
  if (response.ok) return;
  throw new BillingError('configuration', {
    message:
      'LAGO_API_URL: The demo plays months in moments, which only an emulator lets it do: start one with `billport-emulator lago --frozen`, or leave LAGO_API_URL out.',
    details: { setting: 'LAGO_API_URL' },
  });
}

/** The emulator that `LAGO_API_URL` names: its time is brought to the start. */
async function openOther(url: string, startAt: Date): Promise<TimedBilling> {
  await control(url, '');
  await control(url, '/clock', { advance_to: toInstant(startAt) });
  const billing = createLago(process.env.LAGO_API_KEY === undefined ? { apiKey: 'demo' } : {});
  return {
    ...billing,
    async advanceTo(instant) {
      await control(url, '/clock', { advance_to: toInstant(instant) });
      await control(url, '/jobs', {});
    },
  };
}

/** Lago: the emulator at `LAGO_API_URL`, else one of the demo's own, standing at `startAt`. */
export function openLago(startAt: Date): Promise<TimedBilling> {
  const url = process.env.LAGO_API_URL;
  return url === undefined ? openLagoEmulator(startAt) : openOther(url, startAt);
}
