import { differingFields } from '@billport/adapter-kit';
import type { Warning } from '@billport/core';

/**
 * A warning for each field that Paigo shows otherwise than it was sent: it may drop what it does not
 * know, and write decimals as numbers that lose digits (`facts/paigo.md §3.0`, §6.32).
 * @param sent in the words of the contract, as is
 * @param shown what was read afterwards
 */
export function shownOtherwise<Thing extends { readonly createdAt?: string | undefined }>(
  sent: Thing,
  shown: Thing,
): Warning[] {
  const asSent = { ...sent, createdAt: shown.createdAt };
  return differingFields(asSent, shown).map((field) => ({
    code: 'not_applied',
    message: `Paigo shows ${field} otherwise than it was sent.`,
    field,
  }));
}
