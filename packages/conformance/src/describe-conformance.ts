import { ConformanceFailure } from './conformance-failure.ts';
import type { Harness } from './harness.ts';
import { manifestChecks } from './manifest-checks.ts';
import { formatReport, makeReport, type Report, type ScenarioResult } from './report.ts';
import { readManifest } from './run-conformance.ts';
import { runManifestCheck, runScenario } from './scenario-run.ts';
import { scenarios } from './scenarios/index.ts';

/** What a runner hands to a test: vitest and node:test can skip a test that is running. */
export interface RunningTest {
  skip?(reason: string): unknown;
}

/** The two functions of a test runner that the suite needs. */
export interface Runner {
  describe(title: string, body: () => void): unknown;
  it(title: string, test: (...running: unknown[]) => Promise<void>): unknown;
}

/** What is told of the run as a whole. */
export interface DescribeOptions {
  /** Gets the report when the last test has ended, such as to print `formatReport(report)`. */
  readonly onReport?: (report: Report) => void;
}

/** The tests of one suite as they end, in whatever order the runner takes them. */
class Progress {
  readonly #results: ScenarioResult[] = [];
  readonly #harness: Harness;
  readonly #expected: number;
  readonly #options: DescribeOptions;

  constructor(harness: Harness, expected: number, options: DescribeOptions) {
    this.#harness = harness;
    this.#expected = expected;
    this.#options = options;
  }

  /** Fails the test that ends last when an operation had no scenario of its own. */
  async #end(): Promise<void> {
    const isSupported = await readManifest(this.#harness);
    const report = makeReport(this.#harness.name, this.#results, isSupported);
    this.#options.onReport?.(report);
    if (report.missing.length > 0) {
      throw new ConformanceFailure(`The suite is incomplete.\n${formatReport(report)}`);
    }
  }

  async add(result: ScenarioResult, running: unknown): Promise<void> {
    this.#results.push(result);
    if (this.#results.length === this.#expected) await this.#end();
    if (result.outcome === 'failed') throw result.error;
    if (result.outcome === 'not_run')
      (running as RunningTest | undefined)?.skip?.(result.reason ?? '');
  }
}

/**
 * Declares the suite with a test runner: one test for each check of the manifest and for each
 * scenario. The test that ends last fails when an operation had no scenario of its own, unless
 * the runner was told to leave tests out.
 *
 * @example
 * ```ts
 * import { describe, it } from 'vitest';
 *
 * describeConformance({ describe, it }, {
 *   name: 'my provider',
 *   create: async () => ({ provider: createMyProvider(), now: () => new Date().toISOString() }),
 * });
 * ```
 */
export function describeConformance(
  { describe, it }: Runner,
  harness: Harness,
  options: DescribeOptions = {},
): void {
  const progress = new Progress(harness, manifestChecks.length + scenarios.length, options);
  describe(`conformance of ${harness.name}`, () => {
    for (const check of manifestChecks) {
      it(`the manifest ${check.title}`, async (...[running]) => {
        await progress.add(await runManifestCheck(harness, check), running);
      });
    }
    for (const [ordinal, scenario] of scenarios.entries()) {
      it(`${scenario.operation} ${scenario.title}`, async (...[running]) => {
        await progress.add(await runScenario(harness, scenario, ordinal), running);
      });
    }
  });
}
