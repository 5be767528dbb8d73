import type { AddressInfo } from 'node:net';
import { type Clock, type InstantInput, systemClock } from '@billport/core';
import { serve } from '@hono/node-server';
import { paigoServer } from './server.ts';
import { PaigoState } from './state.ts';
import type { PaigoSwitches } from './switches.ts';

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
}

/** A running emulator of Paigo. */
export interface PaigoEmulator {
  /** Where the API begins, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Where tokens come from. */
  readonly tokenUrl: string;
  readonly state: PaigoState;
  /** Does what waits, moves time forward and bills what became due on the way. */
  advanceTo(instant: InstantInput): Promise<void>;
  /** Does all work behind the answers now. Rejects when some of it failed. */
  settle(): Promise<void>;
  /** Changes switches while it runs. */
  change(switches: Partial<PaigoSwitches>): void;
  /** Stops the server. */
  close(): Promise<void>;
}

/** Starts an emulator of Paigo on this machine. */
export async function startPaigo(options: PaigoEmulatorOptions = {}): Promise<PaigoEmulator> {
  const { port = 0, host = '127.0.0.1', clientId, clientSecret, startAt, frozen } = options;
  const { clock = systemClock, jobDelayMs, ...rest } = options;
  const {
    port: _p,
    host: _h,
    clientId: _i,
    clientSecret: _s,
    startAt: _a,
    frozen: _f,
    ...switches
  } = rest;
  const state = new PaigoState({ switches, clock, startAt, frozen, jobDelayMs });
  const credentials =
    clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret };
  const { fetch } = paigoServer(state, credentials);
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve({ fetch, port, hostname: host }, () => resolve(started));
    started.on('error', reject);
  });
  state.url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url: state.url,
    tokenUrl: `${state.url}/oauth/token`,
    state,
    advanceTo: (instant) => state.advanceTo(instant),
    settle: () => state.settle(),
    change: (changes) => state.change(changes),
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      state.close();
    },
  };
}
