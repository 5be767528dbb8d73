import { BillingError, toInstant } from '@billport/core';
import { startLago } from '@billport/emulator';
import { createLago } from '@billport/lago';
import type { TimedBilling } from './timed-billing.ts';

/** An emulator of Lago that runs in this process. Bills are in currencies that Lago has not, too. */
async function openOwn(startAt: Date): Promise<TimedBilling> {
  const emulator = await startLago({ startAt, frozen: true, allCurrencies: true });
  const billing = createLago({
    url: emulator.url,
    apiKey: 'demo',
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
  return url === undefined ? openOwn(startAt) : openOther(url, startAt);
}
