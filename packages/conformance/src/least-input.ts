import type { Operation } from '@billport/core';
import { changedAt, type Path, placesOf } from './input-damage.ts';
import { gives } from './kept-fields.ts';

/** A copy without what stands at the path. */
function withoutPlace(input: unknown, path: Path): unknown {
  return changedAt(input, path, (holder, last) => {
    if (Array.isArray(holder)) holder.splice(Number(last), 1);
    else delete holder[last];
  });
}

/**
 * What is left of an input when everything is left out that the contract lets be absent, but for
 * the fields to keep: nothing else is in the way of what is asked of those.
 *
 * @param sample an input that the contract takes and that gives the fields to keep
 * @param keep names of fields: `charges.filters`
 */
export function leastInput(
  operation: Operation,
  sample: unknown,
  keep: readonly string[],
): unknown {
  let least = sample;
  // From the end, so that places in lists stay what they are until their turn.
  for (const [path] of [...placesOf(sample)].slice(1).reverse()) {
    const smaller = withoutPlace(least, path);
    const keeps = keep.every((field) => gives(smaller, field));
    if (keeps && operation.input.safeParse(smaller).success) least = smaller;
  }
  return least;
}
