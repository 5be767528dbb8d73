import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

const lastOf = kept(() => new Map<string, Promise<unknown>>());

/** Runs work after all work of the same name that came before, as a lock on a row does. */
export async function inTurn<Result>(
  state: LagoState,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const turns = lastOf(state);
  const before = turns.get(name) ?? Promise.resolve();
  // Whoever waits does not care how the one before ended.
  const turn = before.then(work, work);
  turns.set(name, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(name) === turn) turns.delete(name);
  }
}
