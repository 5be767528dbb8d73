import type { MiddlewareHandler } from 'hono';
import { RateWindow } from '../../machinery/rate-window.ts';
import type { LagoState } from '../state.ts';

/** Requests in a second, of an organization (`facts/lago.md §a` "Rate limits"). */
const LIMITS = { events: 500, usage: 200, others: 50 } as const;

type Bucket = keyof typeof LIMITS;

/** The bucket that the request counts in. */
export function bucketOf(method: string, path: string): Bucket {
  if (method === 'POST' && /^\/api\/v1\/events(\/batch)?$/.test(path)) return 'events';
  return /^\/api\/v1\/customers\/[^/]+\/current_usage$/.test(path) ? 'usage' : 'others';
}

/** Limits requests as Lago's cloud does, while the switch `rateLimits` is on. */
export function rateLimiting(state: LagoState): MiddlewareHandler {
  const windowOf = (bucket: Bucket) => new RateWindow(state.realClock, LIMITS[bucket]);
  const windows: Readonly<Record<Bucket, RateWindow>> = {
    events: windowOf('events'),
    usage: windowOf('usage'),
    others: windowOf('others'),
  };
  return async (context, next) => {
    if (!state.switches.rateLimits) return next();
    const bucket = bucketOf(context.req.method, context.req.path);
    const { limit, remaining, resetSeconds } = windows[bucket].take();
    // The gateway's refusal has no body that anything could rely on.
    if (remaining < 0) context.res = new Response(null, { status: 429 });
    else await next();
    context.header('x-ratelimit-limit', String(limit));
    context.header('x-ratelimit-remaining', String(Math.max(0, remaining)));
    context.header('x-ratelimit-reset', String(resetSeconds));
  };
}
