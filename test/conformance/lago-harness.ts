import { type Backend, createFaultyFetch, type Harness } from '@billport/conformance';
import { startLago } from '@billport/emulator';
import { createLago } from '@billport/lago';

/** In the middle of a month of 31 days: no period ends within a week of it. */
const START = '2026-01-15T12:00:00Z';

/** The key that no error may show. */
const API_KEY = 'canary-0f51c2b7-9d1e-4c0a-8a6b-2f0c5d9e7a13';

/** What a Lago account is like: where it keeps events, and whether it has a licence. */
export interface LagoAccount {
  readonly eventStore: 'postgres' | 'clickhouse';
  readonly premium: boolean;
}

/** The kinds of accounts that the adapter is held to. */
export const lagoAccounts: readonly LagoAccount[] = [
  { eventStore: 'postgres', premium: true },
  { eventStore: 'clickhouse', premium: true },
  { eventStore: 'postgres', premium: false },
  { eventStore: 'clickhouse', premium: false },
];

/** A harness whose requests can be watched. */
export interface LagoHarness extends Harness {
  /** Makes a backend whose requests leave through this `fetch`. */
  createOver(fetch: typeof globalThis.fetch): Promise<Backend>;
}

/** Lago's adapter over real HTTP against an emulated account, a new one for each scenario. */
export function lagoHarness(account: LagoAccount): LagoHarness {
  const { eventStore, premium } = account;
  const harness: LagoHarness = {
    name: `lago, events in ${eventStore}, ${premium ? 'with' : 'without'} a licence`,
    create: () => harness.createOver(globalThis.fetch),
    async createOver(fetch) {
      const emulator = await startLago({
        ...account,
        apiKey: API_KEY,
        startAt: START,
        frozen: true,
      });
      const faults = createFaultyFetch(fetch);
      const provider = createLago({
        url: emulator.url,
        apiKey: API_KEY,
        eventStore,
        premium,
        fetch: faults.fetch,
        clock: emulator.state.clock,
        environment: {},
      });
      return {
        provider,
        now: () => emulator.state.now(),
        advanceTo: (instant) => emulator.advanceTo(instant),
        settle: () => emulator.settle(),
        dispose: () => emulator.close(),
        faults,
        requests: () => faults.requests(),
        secrets: [API_KEY],
      };
    },
  };
  return harness;
}
