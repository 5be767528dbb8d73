import type { AddressInfo } from 'node:net';
import { type Clock, type InstantInput, systemClock } from '@billport/core';
import { serve } from '@hono/node-server';
import { toMomentAfter } from './control/iso-duration.ts';
import type { ActiveFault, Fault } from './faults/fault.ts';
import { lagoServer } from './server.ts';
import { LagoState } from './state.ts';
import type { LagoSwitches } from './switches.ts';
import type { WebhookDelivery } from './webhooks/webhook-sender.ts';

/** Settings of {@link startLago}. */
export interface LagoEmulatorOptions extends Partial<LagoSwitches> {
  /** Port; a free one when absent. */
  readonly port?: number;
  /** Address to listen at; 127.0.0.1, this machine only, when absent. */
  readonly host?: string;
  /** The only API key that is let in; any key when absent. */
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
  /** The account behind it. */
  readonly state: LagoState;
  /** Does what waits, moves time forward and bills what became due on the way. */
  advanceTo(instant: InstantInput): Promise<void>;
  /** The same by an ISO 8601 duration, such as `P1M` or `PT12H`. */
  advanceBy(duration: string): Promise<void>;
  /** Does all work behind the answers now. Rejects when some of it failed. */
  settle(): Promise<void>;
  /**
   * Changes switches while it runs.
   * @throws BillingError `invalid_input`
   */
  change(switches: Partial<LagoSwitches>): void;
  /** Lets something go wrong with the requests to come. */
  injectFault(fault: Fault): ActiveFault;
  /** Lets nothing go wrong any more. */
  clearFaults(): void;
  /** The webhooks that were sent, oldest first, and what became of them. */
  webhookDeliveries(): readonly WebhookDelivery[];
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

/** @throws Error when some of the work behind the answers failed. */
async function settle(state: LagoState): Promise<void> {
  await state.runJobs();
  const [problem] = state.jobErrors.splice(0);
  if (problem !== undefined) throw new Error(`The emulator failed: ${problem}`);
}

/**
 * Starts an emulator of Lago on this machine.
 * @throws BillingError `invalid_input` for a wrong switch or moment. The error of the system, such
 *   as `EADDRINUSE`, when it cannot listen.
 */
export async function startLago(options: LagoEmulatorOptions = {}): Promise<LagoEmulator> {
  const { clock = systemClock, startAt, frozen, hmacKey, host = '127.0.0.1' } = options;
  const switches = switchesOf(options);
  const state = new LagoState({ switches, clock, startAt, frozen, hmacKey });
  const server = await listen(state, options).catch(async (error: unknown) => {
    await state.close();
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  // An address that stands for all of this machine's is reached at this one.
  state.url = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`;
  return {
    url: state.url,
    state,
    advanceTo: (instant) => state.advanceTo(instant),
    async advanceBy(duration) {
      await state.advanceTo(toMomentAfter(state.clock.now(), duration));
    },
    settle: () => settle(state),
    change: (changes) => state.change(changes),
    injectFault: (fault) => state.faults.add(fault),
    clearFaults: () => state.faults.clear(),
    webhookDeliveries: () => state.webhooks.deliveries,
    async close() {
      await stop(server);
      await state.close();
    },
  };
}
