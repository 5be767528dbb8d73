import type { AddressInfo } from 'node:net';
import type { Clock, InstantInput } from '@billport/core';
import { systemClock } from '@billport/core';
import { serve } from '@hono/node-server';
import { lagoServer } from './server.ts';
import { LagoState, type LagoSwitches } from './state.ts';

/** Settings of {@link startLago}. */
export interface LagoEmulatorOptions extends Partial<LagoSwitches> {
  /** Port on 127.0.0.1; a free one when absent. */
  readonly port?: number;
  /** The only API key that is let in; any key when absent. */
  readonly apiKey?: string;
  /** Milliseconds until work behind the answers is done; 20 when absent. */
  readonly jobDelayMs?: number;
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
  /** Moves time forward and bills what became due on the way. */
  advanceTo(instant: InstantInput): Promise<void>;
  /** Does all work behind the answers now. Rejects when some of it failed. */
  settle(): Promise<void>;
  /** Stops the server. */
  close(): Promise<void>;
}

/** Starts an emulator of Lago on this machine. */
export async function startLago(options: LagoEmulatorOptions = {}): Promise<LagoEmulator> {
  const state = new LagoState({
    ...options,
    jobDelayMs: options.jobDelayMs ?? 20,
    clock: options.clock ?? systemClock,
    startAt: options.startAt,
    frozen: options.frozen ?? false,
  });
  const app = lagoServer(state, options.apiKey);
  const server = await new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const started = serve(
      { fetch: app.fetch, port: options.port ?? 0, hostname: '127.0.0.1' },
      () => resolve(started),
    );
    started.on('error', reject);
  });
  const { port } = server.address() as AddressInfo;
  state.url = `http://127.0.0.1:${port}`;
  return {
    url: state.url,
    state,
    async advanceTo(instant) {
      state.clock.jumpTo(instant);
      await state.catchUp();
    },
    async settle() {
      await state.jobs.runAll();
      const [problem] = state.jobErrors.splice(0);
      if (problem !== undefined) throw new Error(`The emulator failed: ${problem}`);
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await state.close();
    },
  };
}
