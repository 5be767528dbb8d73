import { toInstant } from '@billport/core';

/** `2026-01-02T03:04:05Z`: how Lago writes most moments (`facts/lago.md §a` "Dates"). */
export function toSeconds(instant: string): string {
  return `${toInstant(instant).slice(0, 19)}Z`;
}
