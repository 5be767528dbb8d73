import type { Clock } from '@billport/core';
import { type ConsentSubject, changeDigest } from './change-digest.ts';
import { CONSENT_MS } from './consents.ts';

/** That a change was let through: by somebody, by the policy, or because it needs no consent. */
export interface Agreement {
  /** `changeDigest` of what was let through. */
  readonly change: string;
  /** When: milliseconds since 1970. */
  readonly at: number;
}

/** The agreement to a change, as of now. */
export function agreementTo(subject: ConsentSubject, clock: Clock): Agreement {
  return { change: changeDigest(subject), at: clock.now() };
}

/**
 * Whether what was agreed to is exactly this change, and was no longer ago than a consent is good
 * for: then nobody has to agree again. Source: `facts/mcp.md §e.3 D3, D7`.
 */
export function stillHolds(agreement: Agreement, subject: ConsentSubject, clock: Clock): boolean {
  return clock.now() < agreement.at + CONSENT_MS && agreement.change === changeDigest(subject);
}
