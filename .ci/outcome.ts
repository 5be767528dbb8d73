import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Step } from './steps.ts';

/** What became of a step; a step with a test report counts each of its tests. */
export interface Outcome {
  readonly step: Step;
  readonly passed: number;
  readonly failed: number;
  /** Tests that say themselves that they did not run. */
  readonly skipped: number;
  readonly seconds: number;
  /** What the command printed. */
  readonly output: string;
}

const VitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  success: z.boolean(),
});

const GREEN = { passed: 1, failed: 0, skipped: 0 };
const RED = { passed: 0, failed: 1, skipped: 0 };

/**
 * Passed, failed and skipped of a step that ended with `exitCode`. A test run that exits with an error
 * but names no failed test (a file that does not load, an unhandled error) counts as one failure,
 * and so does one that ran nothing.
 */
export async function countTests(
  report: string | undefined,
  exitCode: number,
): Promise<{ passed: number; failed: number; skipped: number }> {
  const wellEnded = exitCode === 0;
  if (report === undefined) return wellEnded ? GREEN : RED;
  const text = await readFile(report, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return RED;
  const { numPassedTests, numFailedTests, numPendingTests, success } = VitestReport.parse(
    JSON.parse(text),
  );
  const silent = numFailedTests === 0 && (!wellEnded || !success || numPassedTests === 0);
  return {
    passed: numPassedTests,
    failed: silent ? 1 : numFailedTests,
    skipped: numPendingTests,
  };
}
