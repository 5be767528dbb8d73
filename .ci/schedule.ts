import type { Outcome } from './outcome.ts';
import type { Step } from './steps.ts';

interface Schedule {
  /** How many steps may run at the same time. */
  readonly lanes: number;
  readonly check: (step: Step) => Promise<Outcome>;
  /** Called as each step ends. */
  readonly onOutcome: (outcome: Outcome) => void;
}

const isGreen = (outcome: Outcome) => outcome.failed === 0;

function notRun(step: Step): Outcome {
  return {
    step,
    passed: 0,
    failed: 1,
    skipped: 0,
    seconds: 0,
    output: `Not run: it needs ${step.after?.join(', ')}, which failed.`,
  };
}

/**
 * Runs every step, each as soon as a lane is free and the steps before it are green. A step
 * whose predecessor failed is not run and counts as failed.
 *
 * @returns one outcome for each step, in the order in which they ended
 * @throws when a step waits for one that does not exist, or for itself
 */
export async function runSteps(steps: readonly Step[], schedule: Schedule): Promise<Outcome[]> {
  const outcomes = new Map<string, Outcome>();
  const waiting = [...steps];
  const running = new Set<Promise<void>>();

  const settle = (outcome: Outcome) => {
    outcomes.set(outcome.step.name, outcome);
    schedule.onOutcome(outcome);
  };
  const takeReady = (): Step | undefined => {
    const index = waiting.findIndex(
      (step) => step.after?.every((name) => outcomes.has(name)) ?? true,
    );
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };
  const start = (step: Step) => {
    const work = schedule
      .check(step)
      .then(settle)
      .finally(() => running.delete(work));
    running.add(work);
  };

  while (waiting.length > 0 || running.size > 0) {
    const step = running.size < schedule.lanes ? takeReady() : undefined;
    if (step === undefined) {
      if (running.size === 0) {
        throw new Error(
          `These steps wait for ever: ${waiting.map(({ name }) => name).join(', ')}.`,
        );
      }
      await Promise.race(running);
    } else if (step.after?.every((name) => isGreen(outcomes.get(name) as Outcome)) ?? true) {
      start(step);
    } else {
      settle(notRun(step));
    }
  }
  return [...outcomes.values()];
}
