import type { Operation } from '@billport/core';

/** Where something stands in an input: names of fields, and places in lists. */
export type Path = readonly (string | number)[];

/** An input with one thing wrong with it. */
export interface DamagedInput {
  readonly input: unknown;
  /** What was done to it: `without items[0].name`. */
  readonly damage: string;
  /** Where the mistake is. */
  readonly path: Path;
}

const SURPLUS = 'noSuchField';

/** Values of other types than any field takes at once; the first that the contract refuses is used. */
const WRONG_VALUES: readonly unknown[] = [true, 12.5, { wrong: 'type' }, ['wrong'], 'wrong type'];

function pathText(path: Path): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
}

/** Every place of a plain value, the root first. */
export function* placesOf(
  value: unknown,
  path: Path = [],
): Generator<[path: Path, value: unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* placesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  }
}

/** A copy with `change` made to the object or list that holds the end of the path. */
export function changedAt(
  input: unknown,
  path: Path,
  change: (holder: Record<string | number, unknown>, last: string | number) => void,
): unknown {
  const copy: unknown = structuredClone(input);
  let holder = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as typeof holder;
  const last = path.at(-1);
  if (last !== undefined) change(holder, last);
  return copy;
}

function* damagesAt(input: unknown, path: Path, value: unknown): Generator<DamagedInput> {
  const where = pathText(path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const at = [...path, SURPLUS];
    const surplus = changedAt(input, at, (holder, last) => {
      holder[last] = 1;
    });
    yield { input: surplus, damage: `with the unknown ${pathText(at)}`, path: at };
  }
  if (typeof path.at(-1) !== 'string') return;
  const without = changedAt(input, path, (holder, last) => {
    delete holder[last];
  });
  yield { input: without, damage: `without ${where}`, path };
  for (const wrong of WRONG_VALUES) {
    const changed = changedAt(input, path, (holder, last) => {
      holder[last] = wrong;
    });
    yield { input: changed, damage: `with ${JSON.stringify(wrong)} as ${where}`, path };
  }
}

/**
 * Inputs that the contract refuses, made from one that it takes: for each place of the sample an
 * unknown field, the field left out and values of other types. What the contract takes after all
 * (an optional field left out, a name inside free data) is not among them.
 */
export function* damagedInputs(
  operation: Operation,
  sample: unknown,
): Generator<DamagedInput, void, void> {
  for (const [path, value] of placesOf(sample)) {
    for (const damaged of damagesAt(sample, path, value)) {
      if (!operation.input.safeParse(damaged.input).success) yield damaged;
    }
  }
}
