import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of customers. */
export function customerRoutes(_state: PaigoState): Hono {
  return new Hono();
}
