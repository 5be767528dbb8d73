import { sameData } from '@billport/adapter-kit';
import type { Warning } from '@billport/core';
import { keptAsItWas } from './kept-as-it-was.ts';

/**
 * A warning for each field that was asked for and is not in the answer: Lago drops what it does
 * not know, what the licence leaves out and what is locked, with a 200 (`facts/lago.md §b`).
 * Both sides are in the words of the contract; null asks for nothing to be there.
 */
export function notApplied(asked: object, kept: object, fields: readonly string[]): Warning[] {
  const inputs = asked as Readonly<Record<string, unknown>>;
  const outputs = kept as Readonly<Record<string, unknown>>;
  const differing = fields
    .filter((field) => inputs[field] !== undefined)
    .filter((field) => !sameData(inputs[field] ?? undefined, outputs[field]));
  return keptAsItWas(differing);
}
