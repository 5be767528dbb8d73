import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, Harness } from '@billport/conformance';
import { currentInstant, manualClock, systemClock } from '@billport/core';
import { createEmbedded, type EmbeddedBilling } from '@billport/embedded';
import { alternating } from './observed-provider.ts';

/** In the middle of a month of 31 days: no period ends within a week of it. */
const START = '2026-01-15T12:00:00Z';

/** Fails the scenario after which the engine does not fit together. */
function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`The engine does not fit: ${problems.join(' ')}`);
}

function backendOn(file: string): Backend & { close(): Promise<void> } {
  const clock = manualClock(START);
  const provider = createEmbedded({ file, clock, synchronous: 'normal' });
  return {
    provider,
    now: () => currentInstant(clock),
    advanceTo: (instant) => provider.advanceTo(instant),
    async close() {
      const problems = provider.audit();
      await provider.close();
      refuse(problems);
    },
  };
}

/** The embedded engine without a file, audited after each scenario. */
export const inMemory: Harness = {
  name: 'embedded, in memory',
  async create() {
    const backend = backendOn(':memory:');
    return { ...backend, dispose: () => backend.close() };
  },
};

/** The embedded engine on a file of its own, audited after each scenario. */
export const onFile: Harness = {
  name: 'embedded, on a file',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'billport-conformance-'));
    const backend = backendOn(join(folder, 'billing.db'));
    return {
      ...backend,
      async dispose() {
        await backend.close();
        await rm(folder, { recursive: true });
      },
    };
  },
};

let shared: EmbeddedBilling | undefined;

/** One embedded engine for all scenarios, by the machine's clock: like an account of a service. */
export const sharedAccount: Harness = {
  name: 'embedded, one engine for all scenarios',
  async create() {
    shared ??= createEmbedded();
    const provider = shared;
    return {
      provider,
      now: () => currentInstant(systemClock),
      keyPrefix: 'shared-',
      dispose: () => refuse(provider.audit()),
    };
  },
};

/** Two connections to one file, as two processes have; each call goes through the other one. */
export const twoConnections: Harness = {
  name: 'embedded, two connections to one file',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'billport-conformance-'));
    const clock = manualClock(START);
    const settings = { file: join(folder, 'billing.db'), clock, synchronous: 'normal' } as const;
    const connections = [createEmbedded(settings), createEmbedded(settings)] as const;
    return {
      provider: alternating(...connections),
      now: () => currentInstant(clock),
      advanceTo: (instant) => connections[1].advanceTo(instant),
      async dispose() {
        const problems = connections[0].audit();
        for (const connection of connections) await connection.close();
        await rm(folder, { recursive: true });
        refuse(problems);
      },
    };
  },
};
