import { type PaigoEmulator, type PaigoEmulatorOptions, startPaigo } from '@billport/emulator';
import { createPaigo, type PaigoBilling, type PaigoOptions } from '@billport/paigo';
import { onTestFinished } from 'vitest';
import { CANARY } from '../secrets/call-failure.ts';

/** In the middle of a month of 31 days. */
const START = '2026-01-15T12:00:00Z';

/** The only pair that the account lets in. */
export const CREDENTIALS = { clientId: `${CANARY}-id`, clientSecret: `${CANARY}-secret` };

/** A request as the adapter handed it to the network. */
export interface Sent {
  readonly method: string;
  /** Encoded as it was sent. */
  readonly path: string;
  readonly body: string;
}

/** An account and the adapter over real HTTP. */
export interface PaigoTestAccount {
  readonly paigo: PaigoBilling;
  readonly emulator: PaigoEmulator;
  /** What left the adapter, oldest first. */
  readonly sent: Sent[];
}

/** A `fetch` that notes what is sent. */
export function noting(sent: Sent[]): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input.clone() : new Request(input, init);
    const { pathname } = new URL(request.url);
    sent.push({ method: request.method, path: pathname, body: await request.text() });
    return globalThis.fetch(input, init);
  };
}

/** Opens a new account until the test is over. Its clock stands still. */
export async function openAccount(
  options: PaigoOptions = {},
  switches: PaigoEmulatorOptions = {},
): Promise<PaigoTestAccount> {
  const emulator = await startPaigo({
    ...CREDENTIALS,
    startAt: START,
    frozen: true,
    ...switches,
  });
  onTestFinished(() => emulator.close());
  const sent: Sent[] = [];
  const paigo = createPaigo({
    ...CREDENTIALS,
    url: emulator.url,
    tokenUrl: emulator.tokenUrl,
    clock: emulator.state.clock,
    fetch: noting(sent),
    environment: {},
    ...options,
  });
  return { paigo, emulator, sent };
}

/** What was sent beside the token's request and reads: nothing of it may come before a refusal. */
export const writesOf = (sent: readonly Sent[]) =>
  sent.filter(({ method, path }) => method !== 'GET' && path !== '/oauth/token');
