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

function vectorAt(value: unknown, index: number): Vector {
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

/**
 * Reads a vectors file: `{ vectors: [{ id, kind, topic, input, expected }] }`.
 * @throws Error that names what is malformed.
 */
export function parseVectors(text: string): Vector[] {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw new Error(`The file is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!isObject(file) || !Array.isArray(file.vectors)) {
    throw new Error('The file must be an object with a list `vectors`.');
  }
  if (file.vectors.length === 0) throw new Error('`vectors` is empty: there is nothing to check.');
  return file.vectors.map(vectorAt);
}
