import { toInstant } from '@billport/core';
import type { Answer, Fact } from '../answers/answer.ts';
import type { PlannedCall } from '../tools/change.ts';
import type { ConsentSubject } from './change-digest.ts';

/** A consent to be redeemed, as the caller gets it. */
export interface OfferedToken {
  readonly token: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

function shownCall({ operation, input }: PlannedCall): Fact {
  return {
    operation,
    input: typeof input === 'function' ? 'made of the results before it' : (input as Fact),
  };
}

/**
 * What a change would do, and that nothing was done: effect, amount, environment and the calls with
 * their inputs. With an offered token it says how to go on. Source: `facts/mcp.md §e.3 D4, D6`.
 */
export function previewChange(subject: ConsentSubject, offered?: OfferedToken): Answer {
  const { change, environment, provider } = subject;
  return {
    summary: `Preview, nothing was changed: ${change.effect}`,
    facts: {
      changed: 'no',
      money: change.money && { amount: change.money.amount, currency: change.money.currency },
      needs_consent: change.needsConsent,
      environment,
      provider,
      calls: change.calls.map(shownCall),
      confirm_token: offered?.token,
      expires_at: offered && toInstant(offered.expiresAt),
    },
    next:
      offered === undefined
        ? undefined
        : 'Show this to the person who decides; only if they agree, repeat the call with the same arguments and this confirm_token.',
  };
}
