import { formatReport, type Harness, runConformance, scenarios } from '@billport/conformance';
import { type Billing, type Limits, type OperationId, operations } from '@billport/core';
import { describe, expect, it, vi } from 'vitest';
import { inMemory } from './embedded-harness.ts';
import { withOperations } from './observed-provider.ts';
import { partialProvider } from './partial-provider.ts';

// Running the whole suite takes a while on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const metering: readonly OperationId[] = [
  'customers.upsert',
  'customers.get',
  'metrics.create',
  'metrics.get',
  'plans.create',
  'plans.get',
  'subscriptions.create',
  'subscriptions.get',
  'usage.record',
  'usage.current',
  'health.check',
];

function harness(
  supported: readonly OperationId[],
  limits: Partial<Limits> = {},
  change: (provider: Billing) => Billing = (provider) => provider,
): Harness {
  return {
    name: 'a part of the engine',
    async create() {
      const backend = await inMemory.create();
      return { ...backend, provider: change(partialProvider(backend.provider, supported, limits)) };
    },
  };
}

describe('a provider that has a part of the contract', () => {
  it('passes, and shows of every other operation that it refuses', async () => {
    const report = await runConformance(harness(metering));
    expect(formatReport(report)).not.toContain('FAILED');
    expect(report.passed).toBe(true);
    expect(report.supported).toEqual(metering);
    expect(report.executed).toEqual(metering);
    const twins = report.results.filter(({ outcome }) => outcome === 'twin');
    const refused = new Set(twins.map(({ operation }) => operation));
    expect(refused.size).toBe(operations.size - metering.length);
  });

  it('is told which scenarios were not run, and why', async () => {
    const report = await runConformance(harness(metering));
    const left = report.results.filter(({ outcome }) => outcome === 'not_run');
    expect(left).toContainEqual(
      expect.objectContaining({
        operation: 'usage.record',
        title: 'bills a duplicate once',
        reason: 'the provider has no subscriptions.terminate, invoices.list',
      }),
    );
    expect(left.every(({ reason }) => (reason ?? '') !== '')).toBe(true);
    const ran = report.counts.passed + report.counts.twin + report.counts.not_run;
    expect(ran).toBe(report.results.length);
  });

  it('does not run what lies beyond its limits', async () => {
    const limits: Partial<Limits> = {
      currencies: ['USD', 'EUR'],
      aggregations: ['count', 'sum'],
      chargeModels: ['standard'],
      intervals: ['monthly'],
      idempotencyKeys: false,
      usage: { batchSize: 100, atomic: false, deduplication: 'none', repeats: 'silent' },
    };
    const report = await runConformance(harness(metering, limits));
    expect(report.counts.failed).toBe(0);
    const reasonOf = (title: string) =>
      report.results.find((result) => result.title === title)?.reason;
    const kwd = 'keeps a price in KWD, which has three digits';
    expect(reasonOf(kwd)).toBe('the limits of the provider leave out KWD');
    const volume = 'keeps a charge of the model volume';
    expect(reasonOf(volume)).toBe('the limits of the provider leave out volume');
    const duplicate =
      'counts a repeated event once, and says that it is a duplicate where it can tell';
    expect(reasonOf(duplicate)).toBe('the provider deduplicates usage by none');
    const key = 'with the same idempotencyKey brings the first result again';
    expect(reasonOf(key)).toBe('the provider knows no idempotency keys');
  });

  it('fails when it asks its service before it refuses', async () => {
    let requests = 0;
    const asking = (provider: Billing) => {
      const refuse = (input: unknown) => {
        requests += 1;
        return provider.coupons.get(input as never);
      };
      return withOperations(provider, new Map([['coupons.get', refuse as never]]));
    };
    const counting = harness(metering, {}, asking);
    const report = await runConformance(
      {
        ...counting,
        create: async () => ({ ...(await counting.create()), requests: () => requests }),
      },
      { filter: ({ operation }) => operation === 'coupons.get' },
    );
    expect(report.counts.failed).toBeGreaterThan(0);
    expect(formatReport(report)).toContain('coupons.get is unsupported and sent 1 requests');
  });
});

describe('a run that leaves something out', () => {
  it('does not pass, and names the operations without a scenario', async () => {
    const report = await runConformance(inMemory, { filter: () => false });
    expect(report.counts.failed).toBe(0);
    expect(report.missing).toEqual([...operations.keys()]);
    expect(report.passed).toBe(false);
  });

  it('does not take scenarios derived from the contract for ones of an operation', async () => {
    const report = await runConformance(inMemory, {
      filter: ({ operation, derived }) => operation === 'health.check' && derived === true,
    });
    expect(report.missing).toContain('health.check');
  });

  it('does not run what needs a clock without one', async () => {
    const report = await runConformance(
      {
        name: 'no clock',
        async create() {
          const { advanceTo: _, ...backend } = await inMemory.create();
          return backend;
        },
      },
      { filter: ({ needsClock }) => needsClock === true },
    );
    expect(report.counts.not_run).toBe(scenarios.filter(({ needsClock }) => needsClock).length);
  });
});
