import type { PaigoMetadata } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

/** What a PUT names: absent fields are not named, null takes a field away. */
export type Changes<Record extends object> = {
  readonly [Name in keyof Record]?: Record[Name] | null | undefined;
};

/**
 * Metadata after a change: names that are null are gone, and so is metadata that is null
 * (`facts/paigo.md §3`).
 */
export function changedMetadata(
  former: PaigoMetadata | undefined,
  change: PaigoMetadata | null,
): PaigoMetadata | undefined {
  if (change === null) return undefined;
  const entries = Object.entries({ ...former, ...change });
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

/**
 * Writes what a PUT names into a record. By the switch `put` the others stay, or go back to what
 * they are when nobody named them (`facts/paigo.md §6.27`).
 * @param absent For each optional field what it is when it was not named; the others always stay.
 */
export function putInto<Record extends object>(
  state: PaigoState,
  record: Record,
  changes: Changes<Record>,
  absent: Partial<Record>,
): void {
  const former = (record as { metadata?: PaigoMetadata }).metadata;
  const isReplaced = state.switches.put === 'replace';
  if (isReplaced) Object.assign(record, absent);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    const isMetadata = name === 'metadata';
    const written = isMetadata
      ? changedMetadata(isReplaced ? undefined : former, value as PaigoMetadata | null)
      : (value ?? Reflect.get(absent, name));
    Reflect.set(record, name, written);
  }
}
