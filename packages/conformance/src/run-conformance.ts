import type { OperationId } from '@billport/core';
import type { Harness } from './harness.ts';
import { manifestChecks } from './manifest-checks.ts';
import { makeReport, type Report, type ScenarioResult } from './report.ts';
import type { Scenario } from './scenario.ts';
import { runManifestCheck, runScenario } from './scenario-run.ts';
import { scenarios } from './scenarios/index.ts';

/** What to run of the suite. */
export interface ConformanceOptions {
  /**
   * Takes only these scenarios. For work on one port: the report of such a run names the other
   * operations as missing, and so does not pass.
   */
  readonly filter?: (scenario: Scenario) => boolean;
}

/** Reads the manifest of a provider of the harness. */
export async function readManifest(harness: Harness): Promise<(operation: OperationId) => boolean> {
  const backend = await harness.create();
  try {
    const { capabilities } = backend.provider;
    return (operation) => capabilities[operation]?.level !== 'unsupported';
  } finally {
    await backend.dispose?.();
  }
}

/**
 * Runs the suite without a test runner: the checks of the manifest, then each scenario on a
 * backend of its own, one after the other.
 *
 * @returns what became of each scenario; `passed` is true when nothing failed and a scenario
 * of its own ran for every operation. Never rejects for what the provider does.
 * @throws what `harness.create` throws, when the manifest cannot be read at all.
 */
export async function runConformance(
  harness: Harness,
  { filter = () => true }: ConformanceOptions = {},
): Promise<Report> {
  const isSupported = await readManifest(harness);
  const results: ScenarioResult[] = [];
  for (const check of manifestChecks) results.push(await runManifestCheck(harness, check));
  for (const [ordinal, scenario] of scenarios.entries()) {
    if (filter(scenario)) results.push(await runScenario(harness, scenario, ordinal));
  }
  return makeReport(harness.name, results, isSupported);
}
