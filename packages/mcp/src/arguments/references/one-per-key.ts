/**
 * Of things that share a key, one. Providers list what has ended beside what has its key now.
 *
 * @param things the newest first
 * @param rankOf which of them it is: the one with the lowest number, and of equals the first
 * @returns things with different keys, in the order of the first of each
 */
export function onePerKey<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
  rankOf: (thing: Thing) => number = () => 0,
): Thing[] {
  const kept = new Map<string, Thing>();
  for (const thing of things) {
    const key = keyOf(thing);
    const other = kept.get(key);
    if (other === undefined || rankOf(thing) < rankOf(other)) kept.set(key, thing);
  }
  return [...kept.values()];
}
