import { normalizeInstant } from '@billport/core';

/** A moment in ISO 8601, or the start of a day in UTC; undefined for anything else. */
export function instantOrDay(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const hasZone = /(?:Z|[+-]\d{2}:\d{2})$/.test(value);
  if (isDay) return normalizeInstant(`${value}T00:00:00Z`);
  return normalizeInstant(hasZone ? value : `${value}Z`);
}
