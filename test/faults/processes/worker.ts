/**
 * One of several processes that work on one file at once. For each line `round 3` on standard
 * input it does that round and answers with what its batches came to; at the end of the input it
 * closes the file. Arguments: the file, its own number, how many workers there are.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { batchEvents, ownBatch } from '../workload/batch.ts';
import { PREPARATIONS, START } from '../workload/catalogue.ts';
import { runStep, STEPS_OF_ROUND, stepAt } from '../workload/steps.ts';

const [file = '', own = '', workers = ''] = process.argv.slice(2);
const say = (line: string) => writeSync(1, `${line}\n`);
const clock = manualClock(START);

const billing = createEmbedded({ file, clock });
// All workers prepare the same objects under the same idempotency keys.
for (const index of PREPARATIONS.keys()) await runStep(billing, index);
say('prepared');

async function recordOwn(round: number, at: string) {
  const batch = ownBatch(round, Number(own), Number(workers));
  return billing.usage.record({ events: batchEvents(batch, at) });
}

/** The round of the workload, which all do at once, and a batch of the worker's own. */
async function runRound(round: number) {
  const first = PREPARATIONS.length + round * STEPS_OF_ROUND;
  const { at } = stepAt(first);
  const results: unknown[] = [];
  if (Number(own) % 2 === 1) {
    // Some do not wait for the periods to be billed: recording has to do what is due itself.
    clock.moveTo(at);
    results.push(await recordOwn(round, at));
  }
  for (let step = first; step < first + STEPS_OF_ROUND; step += 1) {
    const result = await runStep(billing, step);
    if (stepAt(step).kind === 'record') results.push(result);
  }
  if (Number(own) % 2 === 0) results.push(await recordOwn(round, at));
  const counts = results as { recorded: number; duplicates: number }[];
  return {
    recorded: counts.reduce((sum, { recorded }) => sum + recorded, 0),
    duplicates: counts.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const round = Number(line.split(' ')[1]);
  say(JSON.stringify(await runRound(round)));
}
await billing.close();
