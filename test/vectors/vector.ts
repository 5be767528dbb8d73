import { Decimal } from '@billport/core';

/** One input with the result that is expected of it, as the vectors file has it. */
export interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly topic: string;
  readonly title?: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: Readonly<Record<string, unknown>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * One entry of {@link readEntries} as a vector.
 * @throws Error that names the field that is missing or malformed.
 */
export function vectorAt(value: unknown, index: number): Vector {
  if (!isObject(value)) throw new Error(`vectors[${index}] is not an object.`);
  for (const field of ['id', 'kind', 'topic'] as const) {
    if (typeof value[field] !== 'string' || value[field] === '') {
      throw new Error(`vectors[${index}].${field} must be a text.`);
    }
  }
  for (const field of ['input', 'expected'] as const) {
    if (!isObject(value[field])) throw new Error(`vectors[${index}].${field} must be an object.`);
  }
  return value as unknown as Vector;
}

/** A number that a float cannot hold is kept as its text: units and amounts may be that large. */
function exactNumber(_name: string, value: unknown, context?: { readonly source?: string }) {
  const source = context?.source;
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return Decimal.isDecimal(source) && source !== String(value) ? source : value;
}

/**
 * Reads the entries of a vectors file: `{ vectors: [{ id, kind, topic, input, expected }] }`.
 * @throws Error when the file has no list of vectors, or an empty one.
 */
export function readEntries(text: string): unknown[] {
  let file: unknown;
  try {
    file = JSON.parse(text, exactNumber);
  } catch (cause) {
    throw new Error(`The file is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!isObject(file) || !Array.isArray(file.vectors)) {
    throw new Error('The file must be an object with a list `vectors`.');
  }
  if (file.vectors.length === 0) throw new Error('`vectors` is empty: there is nothing to check.');
  return file.vectors;
}

/**
 * Reads a vectors file whose vectors are all well formed.
 * @throws Error that names what is malformed.
 */
export const parseVectors = (text: string): Vector[] => readEntries(text).map(vectorAt);
