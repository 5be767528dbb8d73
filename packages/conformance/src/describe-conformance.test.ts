import { type Billing, defineProvider, type Limits } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { describeConformance, type RunningTest } from './describe-conformance.ts';
import type { Harness } from './harness.ts';
import type { Report } from './report.ts';
import { scenarios } from './scenarios/index.ts';

const limits: Limits = {
  aggregations: [],
  chargeModels: [],
  intervals: [],
  currencies: 'all',
  usage: { batchSize: 1, atomic: true, deduplication: 'none', repeats: 'silent' },
  idempotencyKeys: false,
  eventuallyConsistent: false,
};

/** A provider that can do nothing, and says so. */
const nothing: Harness = {
  name: 'nothing',
  create: async () => ({
    provider: defineProvider({ id: 'nothing', limits, handlers: {} }) as unknown as Billing,
    now: () => '2026-01-15T12:00:00.000Z',
  }),
};

type Test = (...running: RunningTest[]) => Promise<void>;

/** A test runner that keeps the tests, to be run in any order. */
function keep(harness: Harness, onReport?: (report: Report) => void) {
  const tests = new Map<string, Test>();
  const groups: string[] = [];
  describeConformance(
    {
      describe(title, body) {
        groups.push(title);
        body();
      },
      it: (title, test) => tests.set(title, test),
    },
    harness,
    onReport === undefined ? {} : { onReport },
  );
  return { tests, groups };
}

describe('describeConformance', () => {
  it('declares one test for each scenario, in one group', () => {
    const { tests, groups } = keep(nothing);
    expect(groups).toEqual(['conformance of nothing']);
    for (const { operation, title } of scenarios) {
      expect(tests.has(`${operation} ${title}`)).toBe(true);
    }
  });

  it('hands over the report after the last test, whatever their order', async () => {
    const reports: Report[] = [];
    const { tests } = keep(nothing, (report) => reports.push(report));
    for (const test of [...tests.values()].reverse()) {
      expect(reports).toEqual([]);
      await test();
    }
    expect(reports).toHaveLength(1);
    expect(reports[0]?.counts).toMatchObject({ twin: scenarios.length, failed: 0, not_run: 0 });
    expect(reports[0]?.passed).toBe(true);
  });

  it('fails the test of a scenario that fails', async () => {
    const throwing: Harness = {
      name: 'broken harness',
      create: () => Promise.reject(new Error('no backend')),
    };
    const [test] = [...keep(throwing).tests.values()];
    await expect(test?.()).rejects.toThrow('no backend');
  });

  it('skips a scenario that cannot run, with the reason', async () => {
    const reasons: string[] = [];
    const some: Harness = {
      name: 'supports one operation',
      async create() {
        const backend = await nothing.create();
        return {
          ...backend,
          provider: { ...backend.provider, supports: (id) => id === 'plans.delete' },
        };
      },
    };
    const test = keep(some).tests.get('plans.delete refuses a plan that a subscription is on');
    await test?.({ skip: (reason) => reasons.push(reason) });
    expect(reasons).toEqual([
      'the provider has no customers.upsert, metrics.create, plans.create, subscriptions.create, plans.get',
    ]);
  });
});
