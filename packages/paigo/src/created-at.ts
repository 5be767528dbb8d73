import { type Instant, normalizeInstant } from '@billport/core';
import { OWN, ownValue, type PaigoMetadata } from './own-metadata.ts';

/** When a thing was made; undefined for what others made: Paigo does not tell. */
export function createdAtOf(metadata: PaigoMetadata | null | undefined): Instant | undefined {
  const text = ownValue(metadata, OWN.createdAt);
  return text === undefined ? undefined : normalizeInstant(text);
}
