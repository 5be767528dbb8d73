import { type Backend, type Harness, runConformance } from '@billport/conformance';
import { describe, expect, it } from 'vitest';
import { type PaigoHarness, paigoAccounts, paigoHarness } from '../conformance/paigo-harness.ts';
import { observedFetch } from '../specification/observed-fetch.ts';
import { hasSpecification, Specification } from '../specification/specification.ts';
import { knownDeviations } from './known-deviations.ts';

const DOCUMENT = 'paigo-openapi.merged.yaml';

/** What breaks a connection on purpose is no reply of the emulator. */
const isOwnReply = (status: number) => status < 500;

/** The harness, told of each request of the adapter and each reply of the emulator. */
function observed(harness: PaigoHarness, judge: Specification) {
  const problems = new Map<string, number>();
  const operations = new Set<string>();
  const fetch = observedFetch(globalThis.fetch, '', ({ sent, reply }) => {
    if (!isOwnReply(reply.status)) return;
    operations.add(judge.operationOf(reply) ?? reply.path);
    for (const problem of [...judge.requestProblems(reply, sent), ...judge.problems(reply)]) {
      problems.set(problem, (problems.get(problem) ?? 0) + 1);
    }
  });
  const observing: Harness = {
    name: harness.name,
    create: (): Promise<Backend> => harness.createOver(fetch),
  };
  return { problems, operations, harness: observing };
}

describe.skipIf(!hasSpecification(DOCUMENT))("what goes to and from Paigo's emulator", () => {
  it('point 29: is as the repaired document says, by types written by hand, but for what is known to differ', async () => {
    const judge = new Specification(DOCUMENT);
    const [usual = {}] = paigoAccounts;
    const { problems, operations, harness } = observed(paigoHarness(usual, 'observed'), judge);
    await runConformance(harness, { filter: ({ derived }) => !derived });
    const unknown = [...problems.keys()].filter(
      (problem) => !knownDeviations.some((known) => known.problem.test(problem)),
    );
    expect(unknown).toEqual([]);
    // One that no exchange shows any more has to go.
    const unused = knownDeviations.filter(
      ({ problem }) => ![...problems.keys()].some((each) => problem.test(each)),
    );
    expect(unused.map(({ problem }) => problem.source)).toEqual([]);
    expect(operations.size).toBeGreaterThan(20);
  }, 300_000);
});
