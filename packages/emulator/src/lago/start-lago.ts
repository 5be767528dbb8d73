import { type Clock, type InstantInput, systemClock } from '@billport/core';
import { checkOptions } from '../machinery/check-options.ts';
import { type EmulatorControls, emulatorControls } from '../machinery/emulator-controls.ts';
import { type EmulatorState, emulatorState } from '../machinery/emulator-state.ts';
import { listen } from '../machinery/listen.ts';
import { CHECKS } from './check-options.ts';
import { lagoServer } from './server.ts';
import { LagoState } from './state.ts';
import type { LagoSwitches } from './switches.ts';
import type { SentWebhook } from './webhooks/webhook-sender.ts';

/** Settings of {@link startLago}. */
export interface LagoEmulatorOptions extends Partial<LagoSwitches> {
  /** Port from 0 to 65535; a free one when absent or 0. */
  readonly port?: number;
  /** Address to listen at; 127.0.0.1, this machine only, when absent. */
  readonly host?: string;
  /** The only API key that is let in, without spaces; any key when absent. */
  readonly apiKey?: string;
  /** The key of webhooks that are signed by HMAC; `emulated-hmac-key` when absent. */
  readonly hmacKey?: string;
  /** The moment that the account begins at; the present when absent. */
  readonly startAt?: InstantInput;
  /** Whether time stands still until it is moved; false when absent. */
  readonly frozen?: boolean;
  /** The clock that time runs by; the machine's when absent. */
  readonly clock?: Clock;
}

/** A running emulator of Lago. */
export interface LagoEmulator extends EmulatorControls<LagoSwitches> {
  /** Such as `http://127.0.0.1:3000`, without `/api/v1`. */
  readonly url: string;
  /** How things are in it. */
  readonly state: EmulatorState<LagoSwitches>;
  /** The webhooks that were sent, oldest first, and what became of them. */
  webhookDeliveries(): readonly SentWebhook[];
  /** Stops the server. */
  close(): Promise<void>;
}

/** The switches among the options. */
function switchesOf(options: LagoEmulatorOptions): Partial<LagoSwitches> {
  const { port, host, apiKey, hmacKey, startAt, frozen, clock, ...switches } = options;
  return switches;
}

/**
 * Starts an emulator of Lago on this machine.
 * @throws BillingError `configuration` for a wrong setting: it names the setting and what that may
 *   be. The error of the system, such as `EADDRINUSE`, when it cannot listen.
 */
export async function startLago(options: LagoEmulatorOptions = {}): Promise<LagoEmulator> {
  checkOptions('startLago', CHECKS, options);
  const { clock = systemClock, startAt, frozen, hmacKey, apiKey } = options;
  const state = new LagoState({ switches: switchesOf(options), clock, startAt, frozen, hmacKey });
  const server = await listen(lagoServer(state, apiKey), options).catch(async (error: unknown) => {
    await state.close();
    throw error;
  });
  state.url = server.url;
  return {
    url: server.url,
    state: emulatorState(state),
    ...emulatorControls(state),
    webhookDeliveries: () => state.webhooks.deliveries,
    async close() {
      await server.close();
      await state.close();
    },
  };
}
