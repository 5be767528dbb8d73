import { type Issue, invalidInput } from '@billport/core';

/** What Lago keeps of the caller's data on one kind of object. */
export interface MetadataLimits {
  /** The contract's word for the object. */
  readonly of: string;
  readonly keys: number;
  readonly keyLength: number;
  readonly valueLength: number;
  /** Whether a value may be blank. */
  readonly blank: boolean;
}

/** Data that plans, wallets and credit notes keep as a map (`facts/lago.md §b`, Plans). */
export const mapLimits = (of: string): MetadataLimits => ({
  of,
  keys: 50,
  keyLength: 100,
  valueLength: 255,
  blank: true,
});

type Metadata = Readonly<Record<string, string>>;

/** Rails counts characters, not halves of surrogate pairs. */
const lengthOf = (text: string) => [...text].length;

function* issuesOf(metadata: Metadata, limits: MetadataLimits): Generator<Issue> {
  const entries = Object.entries(metadata);
  if (entries.length > limits.keys) {
    const message = `Lago keeps at most ${limits.keys} keys of a ${limits.of}; these are ${entries.length}.`;
    yield { path: ['metadata'], message, rule: 'too_big' };
  }
  for (const [key, value] of entries) {
    const path = ['metadata', key];
    if (lengthOf(key) > limits.keyLength) {
      const message = `Lago takes keys of at most ${limits.keyLength} characters: shorten it.`;
      yield { path, message, rule: 'too_big' };
    }
    if (lengthOf(value) > limits.valueLength) {
      const message = `Lago takes values of at most ${limits.valueLength} characters: shorten it.`;
      yield { path, message, rule: 'too_big' };
    }
    if (!limits.blank && value.trim() === '') {
      yield { path, message: 'Lago takes no blank values: leave the key out.', rule: 'too_small' };
    }
  }
}

/** One issue for each limit that the data passes. */
export function metadataIssues(
  metadata: Metadata | null | undefined,
  limits: MetadataLimits,
): Issue[] {
  return [...issuesOf(metadata ?? {}, limits)];
}

/**
 * Refuses data that Lago does not keep, before anything is sent.
 * @throws BillingError `invalid_input` with one issue for each limit that is passed.
 */
export function checkMetadata(metadata: Metadata | null | undefined, limits: MetadataLimits): void {
  const issues = metadataIssues(metadata, limits);
  if (issues.length > 0) throw invalidInput(issues);
}

/** Data that Lago keeps as a map, without the keys that have no value; undefined for none. */
export function fromMetadataMap(
  map: Readonly<Record<string, string | null>> | null | undefined,
): Record<string, string> | undefined {
  const entries = Object.entries(map ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
