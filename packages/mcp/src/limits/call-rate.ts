import type { Clock } from '@billport/core';
import { Refusal } from '../answers/refusal.ts';

/** How often a tool may be called. */
export interface CallRateOptions {
  readonly clock: Clock;
  /** Most calls in any minute, of one principal and one tool. */
  readonly maxCallsPerMinute: number;
  /** Most pairs of principal and tool that are remembered; beyond that the quietest is forgotten. */
  readonly most?: number | undefined;
}

const MINUTE_MS = 60_000;
const USUAL_MOST = 10_000;

/**
 * Counts calls of each principal and tool over the last minute; those that are refused do not count.
 * Source: `facts/mcp.md §e.3 S7`.
 */
export class CallRate {
  readonly #clock: Clock;
  readonly #perMinute: number;
  readonly #most: number;
  /** Times of calls, by principal and tool; the one that was called last is the last. */
  readonly #calls = new Map<string, number[]>();

  constructor(options: CallRateOptions) {
    this.#clock = options.clock;
    this.#perMinute = options.maxCallsPerMinute;
    this.#most = options.most ?? USUAL_MOST;
  }

  /** How many pairs of principal and tool are remembered. */
  get size(): number {
    return this.#calls.size;
  }

  /**
   * Counts one call. Names of tools that there are none of do not belong here.
   * @throws Refusal `rate_limited` with the milliseconds until a call is free again.
   */
  take(principal: string, tool: string): void {
    const now = this.#clock.now();
    const pair = JSON.stringify([principal, tool]);
    const recent = this.#calls.get(pair) ?? [];
    // In place: a copy for each call would cost as much as there were calls in the minute.
    const firstRecent = recent.findIndex((at) => at > now - MINUTE_MS);
    recent.splice(0, firstRecent === -1 ? recent.length : firstRecent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= this.#perMinute) {
      throw this.#refusal(tool, Math.min(MINUTE_MS, oldest + MINUTE_MS - now));
    }
    this.#calls.delete(pair);
    this.#makeRoom();
    recent.push(now);
    this.#calls.set(pair, recent);
  }

  #refusal(tool: string, retryAfterMs: number): Refusal {
    return new Refusal('rate_limited', {
      message: `${tool} was called ${this.#perMinute} times in the last minute, and that is the most.`,
      next: `Wait ${Math.ceil(retryAfterMs / 1000)} seconds, then call again; ask for more in one call where the tool takes a list.`,
      retryable: true,
      retryAfterMs,
      facts: { limit: 'BILLING_MCP_MAX_CALLS_PER_MINUTE', most: this.#perMinute },
    });
  }

  #makeRoom(): void {
    if (this.#calls.size < this.#most) return;
    const quietest = this.#calls.keys().next().value;
    if (quietest !== undefined) this.#calls.delete(quietest);
  }
}
