import type { Clock } from '@billport/core';
import { untilGivenUp } from './giving-up.ts';

/** What a service gives for a client's credentials. */
export interface Token {
  /** The value of `Authorization`, such as `Bearer …`. */
  readonly authorization: string;
  /** How long it is good for, in milliseconds; until it is refused when absent. */
  readonly lifetimeMs?: number | undefined;
}

/** Where tokens come from. */
export interface TokenSource {
  /** Fetches a new token. Nobody's signal ends it: others may wait for the same one. */
  readonly fetchToken: () => Promise<Token>;
  readonly clock: Clock;
}

/** Tokens are renewed this long before they end, for clocks that differ and requests under way. */
const MARGIN_MS = 60_000;

/** A token, and until when it is used, by the clock. */
interface Held {
  readonly authorization: string;
  readonly until: number;
}

/** The margin is at most half of the life: a short one is used too. */
function usableMs(lifetimeMs = Number.POSITIVE_INFINITY): number {
  return Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2);
}

/**
 * Keeps a token until shortly before it ends, and fetches one at a time however many ask. A failure
 * is not kept: whoever comes next asks again.
 * @returns what {@link HttpClientOptions.authorization} wants: another token only for the very one
 *   that was refused, so that late refusals of an old one fetch nothing
 */
export function tokenCache({ fetchToken, clock }: TokenSource) {
  let held: Held | undefined;
  let coming: Promise<Held> | undefined;

  async function fetch(): Promise<Held> {
    try {
      // Its life began before it came here.
      const asked = clock.now();
      const { authorization, lifetimeMs } = await fetchToken();
      held = { authorization, until: asked + usableMs(lifetimeMs) };
      return held;
    } finally {
      coming = undefined;
    }
  }

  return async (refused?: string, signal?: AbortSignal): Promise<string> => {
    if (refused !== undefined && held?.authorization === refused) held = undefined;
    if (held !== undefined && clock.now() < held.until) return held.authorization;
    coming ??= fetch();
    return (await untilGivenUp(coming, signal)).authorization;
  };
}
