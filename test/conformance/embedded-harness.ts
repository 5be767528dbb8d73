import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend, Harness } from '@billport/conformance';
import { currentInstant, manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';

/** In the middle of a month of 31 days: no period ends within a week of it. */
const START = '2026-01-15T12:00:00Z';

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
      if (problems.length > 0) throw new Error(`The engine does not fit: ${problems.join(' ')}`);
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
