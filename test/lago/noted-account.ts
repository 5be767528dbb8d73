import { type LagoEmulator, type LagoEmulatorOptions, startLago } from '@billport/emulator';
import { createLago, type LagoOptions } from '@billport/lago';
import { onTestFinished } from 'vitest';
import { CANARY } from '../secrets/call-failure.ts';

/** In the middle of a month of 31 days. */
export const START = '2026-01-15T12:00:00Z';

/** The only key that the account lets in. */
export const API_KEY = `${CANARY}-key`;

/** A request as the adapter handed it to the network. */
export interface Sent {
  readonly method: string;
  /** Behind `/api/v1`, encoded as it was sent. */
  readonly path: string;
  /** What followed the `?`, with it. */
  readonly query: string;
  readonly body: string;
}

/** An account and the adapter over real HTTP. */
export interface NotedAccount {
  readonly lago: ReturnType<typeof createLago>;
  readonly emulator: LagoEmulator;
  /** What left the adapter, oldest first. */
  readonly sent: Sent[];
}

/** A `fetch` that notes what is sent. */
export function noting(sent: Sent[]): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input.clone() : new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { method } = request;
    const path = pathname.replace('/api/v1', '');
    sent.push({ method, path, query: search, body: await request.text() });
    return globalThis.fetch(input, init);
  };
}

/** Opens a new account until the test is over. Its clock stands still. */
export async function openAccount(
  options: LagoOptions = {},
  switches: LagoEmulatorOptions = {},
): Promise<NotedAccount> {
  const emulator = await startLago({ apiKey: API_KEY, startAt: START, frozen: true, ...switches });
  onTestFinished(() => emulator.close());
  const sent: Sent[] = [];
  const lago = createLago({
    url: emulator.url,
    apiKey: API_KEY,
    eventStore: 'postgres',
    clock: emulator.state.clock,
    fetch: noting(sent),
    environment: {},
    ...options,
  });
  return { lago, emulator, sent };
}
