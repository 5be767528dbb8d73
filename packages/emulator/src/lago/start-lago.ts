import type { AddressInfo } from 'node:net';
import { type Clock, type InstantInput, systemClock } from '@billport/core';
import { serve } from '@hono/node-server';
import { checkOptions } from './check-options.ts';
import { checkedFault } from './control/control-input.ts';
import { momentAfter, momentAhead } from './control/next-moment.ts';
import { emulatorState, type LagoEmulatorState } from './emulator-state.ts';
import type { ActiveFault, Fault } from './faults/fault.ts';
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
export interface LagoEmulator {
  /** Such as `http://127.0.0.1:3000`, without `/api/v1`. */
  readonly url: string;
  /** How things are in it. */
  readonly state: LagoEmulatorState;
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
  change(switches: Partial<LagoSwitches>): void;
  /**
   * Lets something go wrong with the requests to come.
   * @throws BillingError `invalid_input` that names each wrong field and what it may be.
   */
  injectFault(fault: Fault): ActiveFault;
  /** Lets nothing go wrong any more. */
  clearFaults(): void;
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

type Server = ReturnType<typeof serve>;

function listen(state: LagoState, options: LagoEmulatorOptions): Promise<Server> {
  const { port = 0, host = '127.0.0.1', apiKey } = options;
  const { fetch } = lagoServer(state, apiKey);
  return new Promise((resolve, reject) => {
    const started = serve({ fetch, port, hostname: host }, () => resolve(started));
    started.on('error', reject);
  });
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}

/** Addresses that stand for all of this machine's. */
const ALL_ADDRESSES: readonly string[] = ['0.0.0.0', '::'];

function urlOf(host: string, server: Server): string {
  const { port } = server.address() as AddressInfo;
  const name = ALL_ADDRESSES.includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/**
 * Starts an emulator of Lago on this machine.
 * @throws BillingError `configuration` for a wrong setting: it names the setting and what that may
 *   be. The error of the system, such as `EADDRINUSE`, when it cannot listen.
 */
export async function startLago(options: LagoEmulatorOptions = {}): Promise<LagoEmulator> {
  checkOptions(options);
  const { clock = systemClock, startAt, frozen, hmacKey, host = '127.0.0.1' } = options;
  const switches = switchesOf(options);
  const state = new LagoState({ switches, clock, startAt, frozen, hmacKey });
  const server = await listen(state, options).catch(async (error: unknown) => {
    await state.close();
    throw error;
  });
  state.url = urlOf(host, server);
  return {
    url: state.url,
    state: emulatorState(state),
    async advanceTo(instant) {
      await state.advanceTo(momentAhead(state.clock, instant, 'instant'));
    },
    async advanceBy(duration) {
      await state.advanceTo(momentAfter(state.clock, duration, 'duration'));
    },
    settle: () => state.settle(),
    change: (changes) => state.change(changes),
    injectFault: (fault) => state.faults.add(checkedFault(fault)),
    clearFaults: () => state.faults.clear(),
    webhookDeliveries: () => state.webhooks.deliveries,
    async close() {
      await stop(server);
      await state.close();
    },
  };
}
