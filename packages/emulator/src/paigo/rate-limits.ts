import type { MiddlewareHandler } from 'hono';
import { RateWindow } from '../machinery/rate-window.ts';
import type { PaigoState } from './state.ts';

/** Requests in a second; nobody knows the true number (`facts/paigo.md §6.23`). */
const LIMIT = 10;

/** Limits requests while the switch `rateLimits` is on: with a 429 that names no time to wait. */
export function rateLimiting(state: PaigoState): MiddlewareHandler {
  const window = new RateWindow(state.realClock, LIMIT);
  return async (context, next) => {
    if (state.switches.rateLimits && window.take().remaining < 0) {
      return context.json({ message: 'Too Many Requests' }, 429);
    }
    return next();
  };
}
