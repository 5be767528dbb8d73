import {
  createFaultyFetch,
  describeConformance,
  type Harness,
  runConformance,
  scenarios,
} from '@billport/conformance';
import { describe, expect, it, vi } from 'vitest';
import { inMemory } from './embedded-harness.ts';
import { carefulPolicy, createRemote, type RemotePolicy } from './remote-provider.ts';
import { remoteService } from './remote-service.ts';

// Running the whole suite takes a while on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const TOKEN = 'canary-token-9c2e';

function remote(policy: RemotePolicy, idempotencyKeys = false): Harness {
  return {
    name: 'a remote provider',
    async create() {
      const backend = await inMemory.create();
      const faults = createFaultyFetch(remoteService(backend.provider, TOKEN));
      const limits = { ...backend.provider.limits, idempotencyKeys };
      const provider = createRemote({ fetch: faults.fetch, token: TOKEN, limits, policy });
      return { ...backend, provider, faults, requests: faults.requests, secrets: [TOKEN] };
    },
  };
}

describeConformance({ describe, it }, remote(carefulPolicy));

/** Mistakes with faults, and the scenario that must catch each. */
const careless: readonly [mistake: string, policy: Partial<RemotePolicy>, caughtBy: string][] = [
  ['does not try again', { attempts: 1 }, 'customers.get gets through faults'],
  ['tries for ever', { attempts: 1000 }, 'customers.get gives up on a fault that stays'],
  ['repeats every write', { mayRepeat: () => true }, 'credits.add whose reply is lost'],
  [
    'repeats no write',
    { mayRepeat: ({ effect }) => effect === 'read' },
    'customers.upsert is sent again',
  ],
  ['follows redirects', { redirect: 'follow' }, 'customers.get does not follow a redirect'],
  ['takes anything for a reply', { read: () => ({ result: {} }) }, 'customers.get takes a page'],
  [
    'takes an empty reply for nothing',
    { read: (text) => (text === '' ? { result: {} } : carefulPolicy.read(text)) },
    'customers.get takes a page',
  ],
  [
    'shows its token',
    { networkMessage: (token) => `No connection with ${token}.` },
    'customers.get gives up',
  ],
];

describe('a remote provider that is careless', () => {
  it.each(careless)('is caught when it %s', async (_, policy, caughtBy) => {
    const report = await runConformance(remote({ ...carefulPolicy, ...policy }), {
      filter: ({ needsFaults }) => needsFaults === true,
    });
    const caught = report.results.filter(({ outcome }) => outcome === 'failed');
    const names = caught.map(({ operation, title }) => `${operation} ${title}`);
    expect(names.some((name) => name.startsWith(caughtBy))).toBe(true);
  });
});

describe('a remote provider that knows idempotency keys', () => {
  it('runs the scenarios about them', async () => {
    const about = scenarios.filter(({ limits }) => limits?.idempotencyKeys === true);
    const report = await runConformance(remote(carefulPolicy, true), {
      filter: (scenario) => about.includes(scenario),
    });
    expect(report.counts.failed).toBe(0);
    expect(report.counts.passed).toBeGreaterThanOrEqual(about.length);
  });
});
