import type { Warning } from '@billport/core';

/** What the provider says of how it did the calls of a change, each sentence once. */
export function warningsOf(results: readonly unknown[]): Warning[] {
  const all = results.flatMap(
    (result) => (result as { readonly warnings?: readonly Warning[] }).warnings ?? [],
  );
  return [...new Map(all.map((warning) => [warning.message, warning])).values()];
}
