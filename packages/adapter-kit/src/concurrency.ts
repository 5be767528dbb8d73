/** Runs work in turns. */
export type InTurns = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Runs at most `most` pieces of work at a time; the others wait in the order they came. */
export function inTurns(most: number): InTurns {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place goes over to the next one: nobody can step in between.
      if (next === undefined) free += 1;
      else next();
    }
  };
}
