import type { Fact } from '../answer.ts';

/** An object of the contract as facts, without the warnings of the call that brought it. */
export function whole(object: object): Fact {
  const { warnings: _, ...facts } = object as { warnings?: unknown };
  return facts as Fact;
}
