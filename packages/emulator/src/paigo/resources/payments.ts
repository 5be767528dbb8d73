import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of payments. */
export function paymentRoutes(_state: PaigoState): Hono {
  return new Hono();
}
