import type { Warning } from '@billport/core';

/**
 * A warning for each field that Lago left as it was: it drops what is locked and what the licence
 * leaves out with a 200 (`facts/lago.md §b`).
 */
export function keptAsItWas(fields: readonly string[]): Warning[] {
  return fields.map((field) => ({
    code: 'not_applied',
    message: `Lago kept ${field} as it was: it is locked, or not in the licence of this account.`,
    field,
  }));
}
