import type { Clock } from '@billport/core';
import type { MiddlewareHandler } from 'hono';
import type { LagoState } from '../state.ts';

/** Requests in a second, of an organization (`facts/lago.md §a` "Rate limits"). */
const LIMITS = { events: 500, usage: 200, others: 50 } as const;

type Bucket = keyof typeof LIMITS;

const WINDOW_MS = 1000;

interface Window {
  readonly from: number;
  used: number;
}

/** What is left of a bucket after a request. */
interface Allowance {
  readonly limit: number;
  /** Requests that are left; below zero for one too many. */
  readonly remaining: number;
  /** Seconds until the bucket is full again. */
  readonly resetSeconds: number;
}

/** Counts requests in windows of one second of real time. */
class RateLimits {
  readonly #clock: Clock;
  readonly #windows = new Map<Bucket, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one request. */
  take(bucket: Bucket): Allowance {
    const now = this.#clock.now();
    const current = this.#windows.get(bucket);
    const isOver = current === undefined || now >= current.from + WINDOW_MS;
    const window = isOver ? { from: now, used: 0 } : current;
    this.#windows.set(bucket, window);
    window.used += 1;
    const resetSeconds = Math.ceil((window.from + WINDOW_MS - now) / 1000);
    return { limit: LIMITS[bucket], remaining: LIMITS[bucket] - window.used, resetSeconds };
  }
}

/** The bucket that the request counts in. */
export function bucketOf(method: string, path: string): Bucket {
  if (method === 'POST' && /^\/api\/v1\/events(\/batch)?$/.test(path)) return 'events';
  return /^\/api\/v1\/customers\/[^/]+\/current_usage$/.test(path) ? 'usage' : 'others';
}

/** Limits requests as Lago's cloud does, while the switch `rateLimits` is on. */
export function rateLimiting(state: LagoState): MiddlewareHandler {
  const limits = new RateLimits(state.realClock);
  return async (context, next) => {
    if (!state.switches.rateLimits) return next();
    const { limit, remaining, resetSeconds } = limits.take(
      bucketOf(context.req.method, context.req.path),
    );
    // The gateway's refusal has no body that anything could rely on.
    if (remaining < 0) context.res = new Response(null, { status: 429 });
    else await next();
    context.header('x-ratelimit-limit', String(limit));
    context.header('x-ratelimit-remaining', String(Math.max(0, remaining)));
    context.header('x-ratelimit-reset', String(resetSeconds));
  };
}
