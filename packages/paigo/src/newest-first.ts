import { createdAtOf } from './created-at.ts';
import type { PaigoMetadata } from './own-metadata.ts';

/** A thing of Paigo's in whose metadata it stands when it was made. */
interface Dated {
  readonly metadata?: PaigoMetadata | null;
}

/**
 * Things from the newest to the oldest, those of the same moment in the reverse of Paigo's order;
 * last those whose moment nobody knows, by id.
 */
export function newestFirst<Thing extends Dated>(
  things: readonly Thing[],
  idOf: (thing: Thing) => string,
): Thing[] {
  const dated = things.map((thing) => ({ thing, at: createdAtOf(thing.metadata) ?? '' }));
  return dated
    .reverse()
    .sort((one, other) => {
      if (one.at !== other.at) return one.at < other.at ? 1 : -1;
      return one.at === '' ? (idOf(one.thing) < idOf(other.thing) ? -1 : 1) : 0;
    })
    .map(({ thing }) => thing);
}
