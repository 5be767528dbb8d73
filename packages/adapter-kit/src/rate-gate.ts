import { BillingError, type Clock } from '@billport/core';
import { givenUp } from './giving-up.ts';
import { askedWaitMs, limitOf, remainingOf, resetMs } from './rate-headers.ts';
import type { Reply } from './reply.ts';

/** What a gate needs to know. */
export interface RateGateOptions {
  /** The provider's id, for messages. */
  readonly provider: string;
  /** Longest wait for one's turn, in milliseconds. */
  readonly maxWaitMs: number;
  readonly clock: Clock;
}

/**
 * Lets requests through as long as the service has some left for them, and the others in the order
 * in which they came. Learns from `X-RateLimit-*` and from 429; lets everything through where a
 * service says nothing.
 */
export class RateGate {
  readonly #options: RateGateOptions;
  /** Requests that may go before the reset. */
  #free = Number.POSITIVE_INFINITY;
  /** Requests of a full allowance. */
  #limit = Number.POSITIVE_INFINITY;
  /** When the allowance is full again, by the clock; undefined while nobody said. */
  #resetAt: number | undefined;
  #inFlight = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(options: RateGateOptions) {
    this.#options = options;
  }

  /**
   * Takes one's turn: undefined when it is at once. Say {@link leave} after it.
   * @throws BillingError `rate_limited` after the longest wait, with nothing sent; `aborted` or
   *   `timeout` when the signal fires.
   */
  enter(signal: AbortSignal | undefined): Promise<void> | undefined {
    this.#openAfterReset();
    if (this.#free < 1 || this.#waiting.size > 0) return this.#wait(signal);
    this.#take();
    return undefined;
  }

  /** Learns from a reply to a request that is still in. */
  learn(response: Pick<Reply, 'status' | 'headers'>): void {
    const now = this.#options.clock.now();
    if (response.status === 429) {
      this.#limitTo(0, askedWaitMs(response, now), now);
      return;
    }
    const remaining = remainingOf(response.headers);
    if (remaining === undefined) return;
    this.#limit = limitOf(response.headers) ?? this.#limit;
    // Those under way may not be counted yet.
    this.#limitTo(remaining - this.#inFlight + 1, resetMs(response.headers, now), now);
  }

  /** The request is over. */
  leave(): void {
    this.#inFlight--;
    // Nobody is left who could bring word.
    if (this.#inFlight === 0 && this.#resetAt === undefined) this.#free = this.#limit;
    this.#advance();
  }

  #take(): void {
    this.#free--;
    this.#inFlight++;
  }

  #limitTo(free: number, reset: number | undefined, now: number): void {
    if (reset === undefined) return;
    this.#free = free;
    this.#resetAt = now + Math.min(reset, this.#options.maxWaitMs);
    this.#stopTimer();
    this.#advance();
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #open(): void {
    this.#free = this.#limit;
    this.#resetAt = undefined;
  }

  #openAfterReset(): void {
    if (this.#resetAt !== undefined && this.#options.clock.now() >= this.#resetAt) this.#open();
  }

  /** Lets go who may, and comes back at the reset for the others. */
  #advance(): void {
    for (const go of this.#waiting) {
      if (this.#free < 1) break;
      this.#waiting.delete(go);
      this.#take();
      go();
    }
    if (this.#waiting.size === 0 || this.#resetAt === undefined || this.#timer) return;
    const { clock, maxWaitMs } = this.#options;
    // Longer only by a clock that was set back.
    const untilReset = Math.min(Math.max(this.#resetAt - clock.now(), 0), maxWaitMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#open();
      this.#advance();
    }, untilReset);
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    const { provider, maxWaitMs } = this.#options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(givenUp(signal));
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = () => {
        this.#waiting.delete(go);
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        if (this.#waiting.size === 0) this.#stopTimer();
      };
      const go = () => {
        end();
        resolve();
      };
      const giveUp = () => {
        end();
        if (signal !== undefined) reject(givenUp(signal));
      };
      this.#waiting.add(go);
      // Before the timer below: of two that end together, the first one set fires first.
      this.#advance();
      if (!this.#waiting.has(go)) return;
      timer = setTimeout(() => {
        end();
        const message = `${provider} takes no more requests now, and too many wait: send fewer at a time.`;
        reject(new BillingError('rate_limited', { message, details: this.#untilReset() }));
      }, maxWaitMs);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  #untilReset(): { retryAfterMs?: number } {
    if (this.#resetAt === undefined) return {};
    return { retryAfterMs: Math.max(this.#resetAt - this.#options.clock.now(), 0) };
  }
}
