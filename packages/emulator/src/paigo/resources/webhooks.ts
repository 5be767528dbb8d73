import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of webhooks. */
export function webhookRoutes(_state: PaigoState): Hono {
  return new Hono();
}
