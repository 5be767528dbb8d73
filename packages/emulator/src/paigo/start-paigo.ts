import { type Clock, type InstantInput, systemClock } from '@billport/core';
import { checkOptions } from '../machinery/check-options.ts';
import { type EmulatorControls, emulatorControls } from '../machinery/emulator-controls.ts';
import { type EmulatorState, emulatorState } from '../machinery/emulator-state.ts';
import { listen } from '../machinery/listen.ts';
import { CHECKS } from './check-options.ts';
import { paigoServer } from './server.ts';
import { PaigoState } from './state.ts';
import { type DashboardAction, useDashboard } from './steering.ts';
import type { PaigoSwitches } from './switches.ts';
import type { SentWebhook } from './webhooks/webhook-sender.ts';

/** Settings of {@link startPaigo}. */
export interface PaigoEmulatorOptions extends Partial<PaigoSwitches> {
  /** Port from 0 to 65535; a free one when absent or 0. */
  readonly port?: number;
  /** Address to listen at; 127.0.0.1, this machine only, when absent. */
  readonly host?: string;
  /** The only client id that is let in; any when absent. */
  readonly clientId?: string;
  /** The only client secret that is let in; any when absent. */
  readonly clientSecret?: string;
  /** The moment that the account begins at; the present when absent. */
  readonly startAt?: InstantInput;
  /** Whether time stands still until it is moved; false when absent. */
  readonly frozen?: boolean;
  /** The clock that time runs by; the machine's when absent. */
  readonly clock?: Clock;
  /** Milliseconds until work behind the answers is done; 20 when absent. */
  readonly jobDelayMs?: number;
  /** The account's tax in percent, as text such as `8.25`; `0` when absent. */
  readonly taxRate?: string;
}

/** A running emulator of Paigo. */
export interface PaigoEmulator extends EmulatorControls<PaigoSwitches> {
  /** Where the API begins, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Where tokens come from. */
  readonly tokenUrl: string;
  /** How things are in it. */
  readonly state: EmulatorState<PaigoSwitches>;
  /** Ends all tokens that were given: the next call with one of them is answered 401. */
  revokeTokens(): void;
  /**
   * Does with an invoice what people do on Paigo's dashboard, for which there is no API.
   * @throws BillingError `invalid_input` for an unknown invoice, and for one in another state.
   */
  useDashboard(action: DashboardAction, invoiceId: string): void;
  /** The webhooks that were sent, oldest first, and what was answered to them. */
  webhookDeliveries(): readonly SentWebhook[];
  /** Stops the server. */
  close(): Promise<void>;
}

/** What the account is like, among the options. */
function accountOf(options: PaigoEmulatorOptions) {
  const { port, host, clientId, clientSecret, startAt, frozen, clock, ...others } = options;
  const { jobDelayMs, taxRate, ...switches } = others;
  return { startAt, frozen, clock: clock ?? systemClock, jobDelayMs, taxRate, switches };
}

/**
 * Starts an emulator of Paigo on this machine.
 * @throws BillingError `configuration` for a wrong setting: it names the setting and what that may
 *   be. The error of the system, such as `EADDRINUSE`, when it cannot listen.
 */
export async function startPaigo(options: PaigoEmulatorOptions = {}): Promise<PaigoEmulator> {
  checkOptions('startPaigo', CHECKS, options);
  const state = new PaigoState(accountOf(options));
  const server = await listen(paigoServer(state, options), options);
  state.url = server.url;
  return {
    url: server.url,
    tokenUrl: `${server.url}/oauth/token`,
    state: emulatorState(state),
    ...emulatorControls(state),
    revokeTokens: () => state.tokens.revokeAll(),
    useDashboard: (action, invoiceId) => useDashboard(state, action, invoiceId),
    webhookDeliveries: () => state.webhooks.deliveries,
    async close() {
      await server.close();
      await state.close();
    },
  };
}
