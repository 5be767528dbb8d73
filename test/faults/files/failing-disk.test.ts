import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { expect, it, onTestFinished } from 'vitest';
import { pictureViolations } from '../checks/picture-violations.ts';
import { START } from '../workload/catalogue.ts';
import { picture } from '../workload/picture.ts';
import { prepareFile, stepsOf, timeAfter } from '../workload/prepared-file.ts';
import { runStep, stepAt } from '../workload/steps.ts';
import { temporaryFolder } from '../workload/temporary-folder.ts';

const PROGRAM = fileURLToPath(new URL('./limited-process.ts', import.meta.url));
const ROUNDS = 2;
/** What `ulimit -f` counts in. */
const BLOCK_BYTES = 512;

/** Runs the workload in a process whose files may not grow past so many bytes. */
function runLimited(file: string, bytes: number) {
  const limited = `ulimit -f ${Math.ceil(bytes / BLOCK_BYTES)} && exec "$0" "$@"`;
  const program = [process.execPath, '--conditions=source', PROGRAM];
  const workload = [file, String(stepsOf(ROUNDS)), timeAfter(ROUNDS)];
  const { stdout, stderr } = spawnSync('sh', ['-c', limited, ...program, ...workload], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as { step: number; error: unknown; violations: string[] };
}

it('refuses what the disk fails to write as `unavailable`, and goes on once it can', async () => {
  const file = join(temporaryFolder(), 'billing.db');
  await prepareFile(file, ROUNDS);
  const { step, error, violations } = runLimited(file, statSync(file).size + 300_000);
  expect(step).toBeGreaterThan(stepsOf(ROUNDS));
  expect(error).toMatchObject({
    code: 'unavailable',
    retryable: true,
    message: expect.stringMatching(/Nothing was changed/),
  });
  expect(violations).toEqual([]);

  const billing = createEmbedded({ file, clock: manualClock(stepAt(step).at) });
  const undisturbed = createEmbedded({ clock: manualClock(START) });
  onTestFinished(() => Promise.all([billing.close(), undisturbed.close()]).then(() => undefined));
  expect(billing.audit()).toEqual([]);
  const last = step + 4;
  for (let next = step; next < last; next += 1) await runStep(billing, next);
  for (let next = 0; next < last; next += 1) await runStep(undisturbed, next);
  expect(pictureViolations(await picture(billing), await picture(undisturbed))).toEqual([]);
});
