import { toEpochMs, toInstant } from '@billport/core';

/** What may say when something expires; null for never. */
interface Expiring {
  readonly expiresAt?: string | null | undefined;
}

/**
 * The same with `expiresAt` as Lago answers it: without milliseconds, whatever it keeps
 * (`facts/lago.md §a`, Dates).
 */
export function withWholeSeconds<Input extends Expiring>(input: Input): Input {
  if (!input.expiresAt) return input;
  const ms = toEpochMs(input.expiresAt);
  return { ...input, expiresAt: toInstant(Math.floor(ms / 1000) * 1000) };
}
