import type { Clock } from '@billport/core';

/** Length of a window. */
const WINDOW_MS = 1000;

/** What is left of a limit after a request. */
export interface Allowance {
  /** Requests of the window. */
  readonly limit: number;
  /** Requests that are left; below zero for one too many. */
  readonly remaining: number;
  /** Seconds until the next window. */
  readonly resetSeconds: number;
}

/** Counts requests in windows of one second. */
export class RateWindow {
  readonly #clock: Clock;
  readonly #limit: number;
  #from = Number.NEGATIVE_INFINITY;
  #used = 0;

  /** @param clock The time in which requests come in. @param limit Requests of one window. */
  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Counts one request. */
  take(): Allowance {
    const now = this.#clock.now();
    if (now >= this.#from + WINDOW_MS) {
      this.#from = now;
      this.#used = 0;
    }
    this.#used += 1;
    return {
      limit: this.#limit,
      remaining: this.#limit - this.#used,
      resetSeconds: Math.ceil((this.#from + WINDOW_MS - now) / 1000),
    };
  }
}
