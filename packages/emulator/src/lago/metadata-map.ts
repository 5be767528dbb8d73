import { type Fields, isFields } from '../machinery/json-fields.ts';
import type { FieldErrors } from './field-errors.ts';

/** Metadata of wallets, credit notes and plans: texts by key; null where none was ever set. */
export type MetadataMap = Readonly<Record<string, string | null>>;

const MOST_KEYS = 50;
const LONGEST_KEY = 100;
const LONGEST_VALUE = 255;

function codesOf(map: Fields): string[] {
  const codes = new Set<string>();
  if (Object.keys(map).length > MOST_KEYS) codes.add('invalid_count');
  for (const [key, value] of Object.entries(map)) {
    if (key.length > LONGEST_KEY) codes.add('value_is_too_long');
    if (value === null) continue;
    if (typeof value !== 'string') codes.add('invalid_type');
    else if (value.length > LONGEST_VALUE) codes.add('value_is_too_long');
  }
  return [...codes];
}

/**
 * The metadata that a value tells: at most 50 keys of 100 characters, texts of 255 or null
 * (`facts/lago.md §b` "Plans"). Null and absent tell none.
 * @returns undefined where none is told, and where an error was added
 */
export function metadataIn(value: unknown, errors: FieldErrors): MetadataMap | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isFields(value)) {
    errors.add('metadata', 'invalid_type');
    return undefined;
  }
  const codes = codesOf(value);
  for (const code of codes) errors.add('metadata', code);
  return codes.length === 0 ? (value as MetadataMap) : undefined;
}

/**
 * Both together, with the second one's word on keys of both.
 * @throws LagoFailure 422 when that are more keys than there may be.
 */
export function mergedMetadata(
  before: MetadataMap | null,
  change: MetadataMap,
  errors: FieldErrors,
): MetadataMap {
  const merged = { ...before, ...change };
  if (Object.keys(merged).length > MOST_KEYS) errors.add('metadata', 'invalid_count');
  errors.throwIfAny();
  return merged;
}
