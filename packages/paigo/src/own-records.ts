import type { PaigoMetadata } from './own-metadata.ts';

/** The value; undefined where the text is no JSON, as others may write. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * What Billport keeps in a thing's metadata as JSON, under names with a prefix and a key, by key. What
 * others damaged is left out.
 */
export function ownRecords<Kept>(
  metadata: PaigoMetadata | null | undefined,
  prefix: string,
  isKept: (value: unknown) => value is Kept,
): ReadonlyMap<string, Kept> {
  const found = Object.entries(metadata ?? {}).flatMap(([name, text]) => {
    if (!name.startsWith(prefix) || typeof text !== 'string') return [];
    const value = parsed(text);
    return isKept(value) ? [[name.slice(prefix.length), value] as const] : [];
  });
  return new Map(found);
}

/** The part of a thing's metadata that keeps a record; null takes it away. */
export const ownRecord = (
  prefix: string,
  key: string,
  record: object | null,
): Record<string, string | null> => ({
  [`${prefix}${key}`]: record === null ? null : JSON.stringify(record),
});
