/**
 * Runs the workload on a file from a step on, until it is killed. Says what it does on standard
 * output, one line for each thing, written before anything else can happen: `loaded`, `opened`,
 * `start 7`, and `done 7` with the result once the call has been answered.
 *
 * Arguments: the file, the first step, the time on the clock, and, if any, the step after which it
 * kills itself before it can say that the step is done.
 */
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { runStep, stepAt } from '../workload/steps.ts';

const say = (line: string) => writeSync(1, `${line}\n`);

/** What a batch came to, as far as the parent checks it. */
function outcome(result: unknown): string {
  if (typeof result !== 'object' || result === null || !('duplicates' in result)) return '';
  const { recorded, duplicates } = result as { recorded: number; duplicates: number };
  return ` ${recorded} ${duplicates}`;
}

const [file = '', first = '', instant = '', lost = ''] = process.argv.slice(2);
// Whoever started this has gone.
process.stdin.on('end', () => process.exit(1)).resume();

say('loaded');
const billing = createEmbedded({ file, clock: manualClock(instant) });
say('opened');
for (let step = Number(first); ; step += 1) {
  say(`start ${step} ${stepAt(step).kind}`);
  const result = await runStep(billing, step);
  if (String(step) === lost) process.kill(process.pid, 'SIGKILL');
  say(`done ${step}${outcome(result)}`);
  await turn();
}
