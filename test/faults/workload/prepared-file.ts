import { manualClock } from '@billport/core';
import { createEmbedded } from '@billport/embedded';
import { PREPARATIONS, START } from './catalogue.ts';
import { runStep, STEPS_OF_ROUND, stepAt } from './steps.ts';

/** The number of the first step that has not been done after so many rounds. */
export const stepsOf = (rounds: number) => PREPARATIONS.length + rounds * STEPS_OF_ROUND;

/** What the clock shows after so many rounds. */
export const timeAfter = (rounds: number) => stepAt(stepsOf(rounds) - 1).at;

/**
 * Makes a file on which the workload was run for so many rounds, and closes it: all of it is in
 * the file itself, and nothing beside it.
 */
export async function prepareFile(file: string, rounds: number): Promise<void> {
  const billing = createEmbedded({ file, clock: manualClock(START), synchronous: 'normal' });
  for (let step = 0; step < stepsOf(rounds); step += 1) await runStep(billing, step);
  await billing.close();
}
