import { type Harness, type Report, runConformance } from '@billport/conformance';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { inMemory } from './embedded-harness.ts';
import { catalogueMutations } from './mutations/catalogue.ts';
import { customerMutations } from './mutations/customers.ts';
import { manifestMutations } from './mutations/manifest.ts';
import { moneyMutations } from './mutations/money.ts';
import type { Mutation } from './mutations/mutation.ts';
import { usageMutations } from './mutations/usage.ts';
import { withOperations } from './observed-provider.ts';

// Running the whole suite takes a while on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

/** Part of an error that the provider which leaks throws. */
const SECRET = 'canary-4f1d';

const mutations: readonly Mutation[] = [
  ...customerMutations,
  ...catalogueMutations,
  ...usageMutations,
  ...moneyMutations,
  ...manifestMutations,
];

function broken({ name, break: breakProvider }: Pick<Mutation, 'name' | 'break'>): Harness {
  return {
    name: `an engine that ${name}`,
    async create() {
      const backend = await inMemory.create();
      return { ...backend, provider: breakProvider(backend.provider), secrets: [SECRET] };
    },
  };
}

/** Runs the scenarios of the operations that the mutation touches: the suite's own, as they are. */
function runTouched(mutation: Mutation): Promise<Report> {
  const touched = new Set(mutation.touches);
  return runConformance(broken(mutation), {
    filter: ({ operation, derived }) => touched.has(operation) && derived === mutation.derived,
  });
}

function caught(report: Report): string[] {
  return report.results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ operation, title }) => `${operation} ${title}`);
}

describe('a provider that is wrong in one thing', () => {
  const catches: string[] = [];

  it.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
    'is caught when it %s',
    async (name, mutation) => {
      const [first, ...others] = caught(await runTouched(mutation));
      expect(first).toBeDefined();
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
      catches.push(`${name}: ${first}${more}`);
    },
  );

  afterAll(() => console.info(catches.sort().join('\n')));

  it('differs from the others in name', () => {
    const names = mutations.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(35);
  });
});

describe('a provider that is right', () => {
  it('passes every scenario that caught a broken one', async () => {
    const touches = mutations.flatMap((mutation) => mutation.touches);
    const report = await runTouched({ name: 'is right', touches, break: (provider) => provider });
    expect(caught(report)).toEqual([]);
    expect(report.counts.passed).toBeGreaterThan(200);
  });

  it('passes when it is wrapped', async () => {
    const wrapped = broken({
      name: 'is wrapped',
      break: (provider) => withOperations(provider, new Map()),
    });
    const report = await runConformance(wrapped);
    expect(caught(report)).toEqual([]);
    expect(report.missing).toEqual([]);
  });
});
