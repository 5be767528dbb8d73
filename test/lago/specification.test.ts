import { type Backend, type Harness, runConformance } from '@billport/conformance';
import { describe, expect, it } from 'vitest';
import { lagoHarness } from '../conformance/lago-harness.ts';
import { observedFetch } from '../specification/observed-fetch.ts';
import { hasSpecification, Specification } from '../specification/specification.ts';
import { knownDeviations } from './known-deviations.ts';

/** The harness, told of each reply of the emulator. */
function observed(harness: ReturnType<typeof lagoHarness>, judge: Specification) {
  const problems = new Map<string, number>();
  const operations = new Set<string>();
  const fetch = observedFetch(globalThis.fetch, '/api/v1', ({ reply }) => {
    operations.add(judge.operationOf(reply) ?? reply.path);
    for (const problem of judge.problems(reply)) {
      problems.set(problem, (problems.get(problem) ?? 0) + 1);
    }
  });
  const observing: Harness = {
    name: harness.name,
    create: (): Promise<Backend> => harness.createOver(fetch),
  };
  return { problems, operations, harness: observing };
}

const DOCUMENT = 'lago-openapi.yaml';

describe.skipIf(!hasSpecification(DOCUMENT))(
  "every reply of the emulator against Lago's document",
  () => {
    it('is as the document says, but for the known deviations of the real server', async () => {
      const judge = new Specification(DOCUMENT);
      const account = lagoHarness({ eventStore: 'postgres', premium: true });
      const { problems, operations, harness } = observed(account, judge);
      await runConformance(harness, { filter: ({ derived }) => !derived });
      const unknown = [...problems.keys()].filter(
        (problem) => !knownDeviations.some((known) => known.problem.test(problem)),
      );
      expect(unknown).toEqual([]);
      // Every list is a list of known things: one that no reply shows any more has to go.
      const unused = knownDeviations.filter(
        ({ problem }) => ![...problems.keys()].some((each) => problem.test(each)),
      );
      expect(unused.map(({ problem }) => problem.source)).toEqual([]);
      expect(operations.size).toBeGreaterThan(50);
    }, 300_000);
  },
);
