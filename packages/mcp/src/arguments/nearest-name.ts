/** `customer_key`, `customerKey` and `Customer Key` are one name to whoever mistakes them. */
const bare = (name: string) => name.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();

/** How many letters have to be put in, taken out, changed or swapped with the next one. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const changed = from[row - 1] === to[column - 1] ? 0 : 1;
      const at = (values: readonly number[], index: number) => values[index] ?? 0;
      const isSwapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + changed,
          isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/** Names longer than this are no typing mistakes, and comparing them would take long. */
const LONGEST = 64;

/**
 * Those of `names` that somebody who wrote `wrong` may have meant, nearest first: the same but for
 * case and underscores, one inside the other, or a few letters apart.
 */
export function nearestNames(wrong: string, names: readonly string[], most = 1): string[] {
  if (wrong.length > LONGEST) return [];
  const sought = bare(wrong);
  if (sought === '') return [];
  return names
    .map((name) => ({ name, apart: apart(sought, bare(name)) }))
    .filter(({ apart }) => apart !== undefined)
    .sort((one, other) => (one.apart as number) - (other.apart as number))
    .slice(0, most)
    .map(({ name }) => name);
}

/** How far two bare names are from each other; undefined where nobody would take one for the other. */
function apart(sought: string, name: string): number | undefined {
  const steps = distance(sought, name);
  if (steps <= Math.max(1, Math.floor(Math.max(sought.length, name.length) / 3))) return steps;
  const isInside =
    (sought.length > 2 && name.includes(sought)) || (name.length > 2 && sought.includes(name));
  return isInside ? LONGEST + steps : undefined;
}
