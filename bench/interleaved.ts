import { Bench } from 'tinybench';

/** One thing to measure. */
export interface Task {
  readonly name: string;
  readonly run: () => unknown;
}

/** How often each thing runs. */
export interface Rounds {
  /** Turns that each task gets, one after the other. */
  readonly rounds: number;
  /** Runs of one turn. */
  readonly iterations: number;
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('There is nothing to take the median of.');
  return middle;
}

async function measure({ name, run }: Task, iterations: number): Promise<readonly number[]> {
  const bench = new Bench({
    time: 0,
    iterations,
    warmup: false,
    throws: true,
    retainSamples: true,
  });
  bench.add(name, async () => {
    await run();
  });
  await bench.run();
  const result = bench.getTask(name)?.result;
  if (result?.state !== 'completed') throw new Error(`${name} did not complete.`);
  return result.latency.samples ?? [];
}

/**
 * Runs tasks in turns, so that a busy moment of the machine hits all of them alike.
 * @returns Each task's milliseconds for one run: the median over all turns but the first.
 */
export async function interleaved(
  tasks: readonly Task[],
  { rounds, iterations }: Rounds,
): Promise<Map<string, number>> {
  const samples = new Map<string, number[]>(tasks.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const task of tasks) {
      const measured = await measure(task, iterations);
      // The first turn warms up: code is not compiled and caches are empty.
      if (round > 0) samples.get(task.name)?.push(...measured);
    }
  }
  return new Map([...samples].map(([name, all]) => [name, median(all)]));
}
