import type { Warning } from '@billport/core';

/** A warning for each of the fields that the input gives: Paigo has no place for them. */
export function notApplied(input: object, fields: readonly string[]): Warning[] {
  const given = input as Readonly<Record<string, unknown>>;
  return fields
    .filter((field) => given[field] !== undefined && given[field] !== null)
    .map((field) => ({ code: 'not_applied', message: `${field}: Paigo does not keep it.`, field }));
}
