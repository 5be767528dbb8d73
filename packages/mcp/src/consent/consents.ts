import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';

/** What one consent is good for. */
export interface ConsentRequest {
  /**
   * Who brings it back: `token` the caller, who read it in a preview; `question` the client, after it
   * asked a person. One is never taken for the other: a model that reads a token has asked nobody.
   */
  readonly purpose: 'token' | 'question';
  readonly principal: string;
  readonly tool: string;
  /** `argumentsDigest` of the arguments. */
  readonly arguments: string;
  /** `changeDigest` of the whole change. */
  readonly change: string;
}

/** Why a consent is not good. */
export type ConsentFault =
  | 'unknown'
  | 'expired'
  | 'used'
  | 'other_principal'
  | 'other_tool'
  | 'other_arguments'
  | 'changed_record';

/** How consents are kept. */
export interface ConsentsOptions {
  readonly clock: Clock;
  /** How long one is good, in milliseconds. At most ten minutes (`facts/mcp.md §e.3 D3`). */
  readonly ttlMs?: number | undefined;
  /** Most that are remembered; beyond that the oldest is forgotten. */
  readonly most?: number | undefined;
  /** A new unguessable text; for tests. */
  readonly random?: (() => string) | undefined;
}

interface Consent extends ConsentRequest {
  readonly expiresAt: number;
  isUsed: boolean;
}

/** How long a consent is good, at most: ten minutes (`facts/mcp.md §e.3 D3`). */
export const CONSENT_MS = 600_000;
const USUAL_MOST = 10_000;

const MESSAGES: Readonly<Record<ConsentFault, string>> = {
  unknown: 'This consent is not known here: it was never given, or the server was started again.',
  expired: 'This consent has expired.',
  used: 'This consent was used before: each is good once.',
  other_principal: 'This consent was given to another caller.',
  other_tool: 'This consent was given for another tool.',
  other_arguments: 'This consent was given for other arguments.',
  changed_record:
    'The record changed between preview and confirmation: what would be done now is not what was consented to.',
};

function refuse(fault: ConsentFault): never {
  const next =
    fault === 'other_arguments' || fault === 'other_tool'
      ? 'Repeat the call exactly as it was previewed, or call without confirm_token for a new preview.'
      : 'Call again without confirm_token for a new preview, and show it to the person who decides.';
  throw new Refusal('consent_refused', {
    message: `${MESSAGES[fault]} Nothing was changed.`,
    next,
    field: 'confirm_token',
    facts: { reason: fault },
  });
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64');

/**
 * Consents that wait to be redeemed: each good once, for ten minutes, for one caller, tool, set of
 * arguments and state of the records. In memory, and only the hash of what the caller holds.
 *
 * It backs the `requestState` of questions to people as well. The protocol wants the integrity of that
 * state protected, since it travels through the client. Here the state carries no content that could be
 * altered: it is 256 random bits, and everything that it stands for (principal, tool, digests, expiry,
 * whether it was used) stays in the server and is compared on return. Another text is another handle,
 * and that one is unknown. A signed state would in addition need a memory of what was used.
 *
 * A new start of the server, or another process of a fleet, knows none of them: it refuses, and the
 * caller previews again. Source: `facts/mcp.md §a.2.4, §e.3 D3`.
 */
export class Consents {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #most: number;
  readonly #random: () => string;
  /** By hash, the oldest first. */
  readonly #consents = new Map<string, Consent>();

  constructor(options: ConsentsOptions) {
    this.#clock = options.clock;
    this.#ttlMs = Math.min(options.ttlMs ?? CONSENT_MS, CONSENT_MS);
    this.#most = options.most ?? USUAL_MOST;
    this.#random = options.random ?? (() => randomBytes(32).toString('base64url'));
  }

  /** When a consent that is issued now expires: milliseconds since 1970. */
  get nextExpiry(): number {
    return this.#clock.now() + this.#ttlMs;
  }

  /** How many are remembered, with those that are used or expired and not yet forgotten. */
  get size(): number {
    return this.#consents.size;
  }

  /** Makes a consent that can be redeemed once for exactly this request. The text is unguessable. */
  issue(request: ConsentRequest): string {
    this.#makeRoom(request.principal);
    const token = this.#random();
    this.#consents.set(hashOf(token), {
      ...request,
      expiresAt: this.nextExpiry,
      isUsed: false,
    });
    return token;
  }

  /**
   * Uses a consent up. Of two that redeem the same one, one succeeds.
   * @throws Refusal `consent_refused` with the {@link ConsentFault} as `reason`. A consent whose record
   *   changed is gone; one that was shown with other arguments is still good for its own.
   */
  redeem(token: string, request: ConsentRequest): void {
    const consent = this.#consents.get(hashOf(token));
    if (consent === undefined || consent.purpose !== request.purpose) refuse('unknown');
    if (consent.principal !== request.principal) refuse('other_principal');
    if (consent.isUsed) refuse('used');
    if (this.#clock.now() >= consent.expiresAt) refuse('expired');
    if (consent.tool !== request.tool) refuse('other_tool');
    if (consent.arguments !== request.arguments) refuse('other_arguments');
    consent.isUsed = true;
    if (consent.change !== request.change) refuse('changed_record');
  }

  /** Takes back what somebody declined, so that it cannot be accepted later. */
  withdraw(token: string, principal: string): void {
    const consent = this.#consents.get(hashOf(token));
    if (consent?.principal === principal) consent.isUsed = true;
  }

  /** Forgets what has been expired for long; a full memory first gives up what the same caller holds. */
  #makeRoom(principal: string): void {
    const longAgo = this.#clock.now() - this.#ttlMs;
    for (const [hash, consent] of this.#consents) {
      if (consent.expiresAt > longAgo) break;
      this.#consents.delete(hash);
    }
    if (this.#consents.size < this.#most) return;
    const forgotten = this.#oldestOf(principal) ?? this.#consents.keys().next().value;
    if (forgotten !== undefined) this.#consents.delete(forgotten);
  }

  #oldestOf(principal: string): string | undefined {
    for (const [hash, consent] of this.#consents) {
      if (consent.principal === principal) return hash;
    }
    return undefined;
  }
}
