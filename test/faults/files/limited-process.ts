/**
 * Runs the workload on a file until a step fails, then writes the step and its error as JSON.
 * Arguments: the file, the first step, the time on the clock.
 */
import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { runStep } from '../workload/steps.ts';

// Past its limit a write is to fail like one on a broken disk, instead of ending the process.
process.on('SIGXFSZ', () => undefined);

const [file = '', first = '', instant = ''] = process.argv.slice(2);
const billing = createEmbedded({ file, clock: manualClock(instant) });
for (let step = Number(first), failed = false; !failed; step += 1) {
  await runStep(billing, step).catch((error: unknown) => {
    failed = true;
    process.stdout.write(JSON.stringify({ step, error, violations: billing.audit() }));
  });
}
