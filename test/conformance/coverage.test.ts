import {
  type Backend,
  type Harness,
  runConformance,
  type Scenario,
  scenarios,
} from '@billport/conformance';
import { type OperationId, operations } from '@billport/core';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
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

/** What was called on one backend, and what of it succeeded. */
interface Calls {
  readonly called: Set<OperationId>;
  readonly succeeded: Set<OperationId>;
}

/** The harness, and the calls on each backend that it made. */
function recording(harness: Harness) {
  const backends: Calls[] = [];
  const create = async (): Promise<Backend> => {
    const backend = await harness.create();
    const calls: Calls = { called: new Set(), succeeded: new Set() };
    backends.push(calls);
    return { ...backend, provider: observed(backend.provider, (id, what) => calls[what].add(id)) };
  };
  return { backends, harness: { ...harness, create } };
}

/** Running the whole suite takes a while on a busy machine. */
const WHOLE_SUITE = 120_000;

describe('what scenarios do on an engine that has everything', () => {
  const ran: { scenario: Scenario; calls: Calls }[] = [];

  beforeAll(async () => {
    const { backends, harness } = recording(inMemory);
    const { results } = await runConformance(harness);
    const executed = new Set(
      results
        .filter(({ outcome }) => outcome === 'passed')
        .map(({ operation, title }) => `${operation} ${title}`),
    );
    const last = backends.slice(-scenarios.length);
    for (const [index, scenario] of scenarios.entries()) {
      const calls = last[index];
      if (!calls || scenario.derived) continue;
      if (executed.has(`${scenario.operation} ${scenario.title}`)) ran.push({ scenario, calls });
    }
  }, WHOLE_SUITE);

  it('is what they declare, no less and no more', () => {
    const undeclared = ran.flatMap(({ scenario: { operation, title, needs = [] }, calls }) =>
      [operation, ...needs]
        .filter((id) => !calls.called.has(id))
        .map((id) => `${operation} ${title}: does not call ${id}`),
    );
    expect(undeclared).toEqual([]);
  });

  it('is one of each group of which they need any', () => {
    const unused = ran.flatMap(({ scenario: { operation, title, needsAny = [] }, calls }) =>
      needsAny
        .filter((group) => !group.some((id) => calls.called.has(id)))
        .map((group) => `${operation} ${title}: calls none of ${group.join(', ')}`),
    );
    expect(unused).toEqual([]);
  });

  it('shows each operation succeed in a scenario of its own', () => {
    const shown = new Set(
      ran.flatMap(({ scenario, calls }) =>
        calls.succeeded.has(scenario.operation) ? [scenario.operation] : [],
      ),
    );
    // No provider can be made to fail an invoice through the contract.
    const never = ['invoices.retry'];
    expect(ids.filter((id) => !shown.has(id))).toEqual(never);
  });
});
