import { type OperationId, operations } from '@billport/core';

/** What became of one scenario. */
export interface ScenarioResult {
  /** The operation that it is about; `manifest` for checks of the provider as a whole. */
  readonly operation: OperationId | 'manifest';
  readonly title: string;
  /**
   * `twin`: the operation is unsupported, and it was shown that it refuses as it must;
   * `not_run`: `reason` says why.
   */
  readonly outcome: 'passed' | 'twin' | 'failed' | 'not_run';
  /** Whether the scenario was derived from the contract instead of written for the operation. */
  readonly derived: boolean;
  /** Of a failed one. */
  readonly error?: unknown;
  /** Of one that was not run. */
  readonly reason?: string;
}

/** What a whole run came to. */
export interface Report {
  /** The harness. */
  readonly name: string;
  readonly results: readonly ScenarioResult[];
  /** Operations that the manifest declares as supported. */
  readonly supported: readonly OperationId[];
  /** Those of them for which a scenario that was written for them ran. */
  readonly executed: readonly OperationId[];
  /** Operations without such a scenario, whether supported (not run) or not (no twin run). */
  readonly missing: readonly OperationId[];
  readonly counts: Readonly<Record<ScenarioResult['outcome'], number>>;
  /** Whether nothing failed and no operation is missing. */
  readonly passed: boolean;
}

/** Operations of which a written scenario ran with one of these outcomes. */
function operationsWith(
  results: readonly ScenarioResult[],
  outcomes: readonly ScenarioResult['outcome'][],
): Set<string> {
  const ran = results.filter(({ derived, outcome }) => !derived && outcomes.includes(outcome));
  return new Set(ran.map(({ operation }) => operation));
}

/** Counts the results and compares the operations that ran with those of the manifest. */
export function makeReport(
  name: string,
  results: readonly ScenarioResult[],
  isSupported: (operation: OperationId) => boolean,
): Report {
  const counts = { passed: 0, twin: 0, failed: 0, not_run: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  const all = [...operations.keys()];
  const supported = all.filter(isSupported);
  const ran = operationsWith(results, ['passed', 'failed']);
  const refused = operationsWith(results, ['twin', 'failed']);
  const missing = all.filter((id) => !(isSupported(id) ? ran : refused).has(id));
  return {
    name,
    results,
    supported,
    executed: supported.filter((id) => ran.has(id)),
    missing,
    counts,
    passed: counts.failed === 0 && missing.length === 0,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The report in words: counts, then everything that failed, is missing or was not run. */
export function formatReport(report: Report): string {
  const { counts, results, missing, executed, supported } = report;
  const lines = [
    `${report.name}: ${counts.passed} passed, ${counts.twin} refused as declared, ${counts.failed} failed, ${counts.not_run} not run; ${executed.length} of ${supported.length} supported operations ran.`,
  ];
  for (const { operation, title, outcome, error, reason } of results) {
    if (outcome === 'failed') lines.push(`  FAILED  ${operation} ${title}: ${messageOf(error)}`);
    if (outcome === 'not_run') lines.push(`  NOT RUN ${operation} ${title}: ${reason}`);
  }
  for (const id of missing) lines.push(`  MISSING ${id}: no scenario of its own ran`);
  return lines.join('\n');
}
