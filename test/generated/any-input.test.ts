import { inspect } from 'node:util';
import { type Operation, type OperationId, operations } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCall, foundingCalls, type GeneratedCall } from './call-arbitrary.ts';
import { type EngineOnFile, engineOnFile } from './engine-on-file.ts';
import { outcomeOf, outcomeProblems } from './outcome.ts';
import { KnownIds } from './references.ts';

/** `GENERATED_CALLS=100000 GENERATED_SEED=7 vitest run test/generated/any-input` for more, or again. */
const CALLS = Number(process.env.GENERATED_CALLS ?? 10_000);
const SEED = Number(process.env.GENERATED_SEED ?? 20_260_101);
const CALLS_PER_ENGINE = 1250;
const AUDIT_EVERY = 50;
const MINUTE = 60_000;
const START = '2026-01-15T12:00:00Z';

interface Tally {
  calls: number;
  successes: number;
}

/** How often each operation was called, and how often it went through. */
type Statistics = Map<OperationId, Tally>;

function count(statistics: Statistics, id: OperationId, succeeded: boolean): void {
  const { calls, successes } = statistics.get(id) ?? { calls: 0, successes: 0 };
  statistics.set(id, { calls: calls + 1, successes: successes + (succeeded ? 1 : 0) });
}

/** The run failed: everything needed to see why, and to make the call again. */
function failure(index: number, call: GeneratedCall, input: unknown, problems: string[]): Error {
  const shown = inspect(input, { depth: 12, breakLength: 120, maxStringLength: 300 });
  return new Error(`Call ${index}, ${call.operation}(${shown}): ${problems.join(' · ')}`);
}

async function makeCall(
  engine: EngineOnFile,
  known: KnownIds,
  call: GeneratedCall,
  statistics: Statistics,
): Promise<{ input: unknown; problems: string[] }> {
  const { billing, clock } = engine;
  if (call.pass > 0) await billing.advanceTo(clock.now() + call.pass * MINUTE);
  const input = known.resolve(call.input, clock.now());
  const before = engine.commits();
  const outcome = await outcomeOf(billing, call, input);
  const problems = [...outcomeProblems(outcome, call.operation, input)];
  const { effect } = operations.get(call.operation) as Operation;
  const mayWrite = outcome.error === undefined && effect !== 'read';
  if (!mayWrite && engine.commits() !== before) problems.push('it changed the state');
  count(statistics, call.operation, outcome.error === undefined);
  known.learn(outcome.result);
  return { input, problems };
}

async function run(calls: readonly GeneratedCall[], statistics: Statistics): Promise<void> {
  const engine = engineOnFile(START);
  const known = new KnownIds();
  try {
    for (const [index, call] of calls.entries()) {
      const { input, problems } = await makeCall(engine, known, call, statistics);
      if (index % AUDIT_EVERY === 0 || index === calls.length - 1) {
        problems.push(...engine.billing.audit());
      }
      if (problems.length > 0) throw failure(index, call, input, problems);
    }
  } finally {
    await engine.dispose();
  }
}

const manyCalls = fc
  .tuple(
    foundingCalls,
    fc.array(anyCall, { minLength: CALLS_PER_ENGINE, maxLength: CALLS_PER_ENGINE }),
  )
  .map(([founding, calls]) => [...founding, ...calls]);

test('any input brings a valid result or a BillingError, and a refused one changes nothing', {
  timeout: Math.max(120_000, CALLS * 12),
}, async () => {
  const statistics: Statistics = new Map();
  const outcome = await fc.check(
    fc.asyncProperty(manyCalls, (calls) => run(calls, statistics)),
    { seed: SEED, numRuns: Math.ceil(CALLS / CALLS_PER_ENGINE), endOnFailure: true },
  );
  // Its own report would print a thousand calls; the seed makes them again.
  const replay = `GENERATED_SEED=${outcome.seed} brings it again`;
  if (outcome.failed) throw new Error(replay, { cause: outcome.errorInstance });
  const calls = [...operations.keys()].map((id) => statistics.get(id)?.calls ?? 0);
  expect(Math.min(...calls)).toBeGreaterThan(0);
  // The inside is reached: most operations go through, and a good part of all calls.
  const successes = [...statistics.values()].map((tally) => tally.successes);
  const share = successes.filter((number) => number >= 5).length / operations.size;
  expect(share).toBeGreaterThan(0.9);
  const total = calls.reduce((sum, number) => sum + number, 0);
  expect(successes.reduce((sum, number) => sum + number, 0) / total).toBeGreaterThan(0.3);
});
