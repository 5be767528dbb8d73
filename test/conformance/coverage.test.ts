import {
  type Backend,
  type Harness,
  runConformance,
  type Scenario,
  scenarios,
} from '@billport/conformance';
import { type OperationId, operations } from '@billport/core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { inMemory } from './embedded-harness.ts';
import { observed } from './observed-provider.ts';

const ids = [...operations.keys()];
const written = scenarios.filter(({ derived }) => !derived);

/** Whether the scenario runs on every backend that supports its operation and what it needs. */
function runsAnywhere({ needsClock, needsFaults, limits }: Scenario): boolean {
  return !needsClock && !needsFaults && limits === undefined;
}

describe('coverage of the contract by the suite', () => {
  it.each(ids)('%s has a scenario that was written for it and needs no clock', (id) => {
    const own = written.filter(({ operation }) => operation === id);
    expect(own.filter(runsAnywhere)).not.toEqual([]);
  });

  it.each(ids)('%s has the scenarios that are derived from the contract', (id) => {
    const derived = scenarios.filter(({ operation, derived }) => derived && operation === id);
    expect(derived).toHaveLength(3);
  });

  it('has scenarios for operations of the contract only', () => {
    const unknown = scenarios.filter(({ operation }) => !operations.has(operation));
    expect(unknown).toEqual([]);
  });

  it('types the operation of a scenario', () => {
    expectTypeOf<Scenario['operation']>().toEqualTypeOf<OperationId>();
    // @ts-expect-error: no such operation
    const wrong: Scenario = { operation: 'customers.merge', title: '', run: async () => {} };
    expect(operations.has(wrong.operation)).toBe(false);
  });

  it('gives every scenario of an operation a title of its own', () => {
    const names = scenarios.map(({ operation, title }) => `${operation} ${title}`);
    const repeated = names.filter((name, index) => names.indexOf(name) !== index);
    expect(repeated).toEqual([]);
  });
});

/** The harness, and the operations that were called on each backend that it made. */
function recording(harness: Harness) {
  const called: Set<OperationId>[] = [];
  const create = async (): Promise<Backend> => {
    const backend = await harness.create();
    const calls = new Set<OperationId>();
    called.push(calls);
    return { ...backend, provider: observed(backend.provider, (id) => calls.add(id)) };
  };
  return { called, harness: { ...harness, create } };
}

describe('what scenarios declare', () => {
  it('is what they call, no less and no more', async () => {
    const { called, harness } = recording(inMemory);
    const report = await runConformance(harness);
    expect(report.passed).toBe(true);
    const calls = called.slice(-scenarios.length);
    const wrong = scenarios.flatMap(
      ({ operation, title, needs = [], needsFaults, derived }, at) => {
        if (needsFaults || derived) return [];
        const unused = [operation, ...needs].filter((id) => !calls[at]?.has(id));
        return unused.map((id) => `${operation} ${title}: does not call ${id}`);
      },
    );
    expect(wrong).toEqual([]);
  });
});
