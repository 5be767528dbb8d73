import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of usage. */
export function usageRoutes(_state: PaigoState): Hono {
  return new Hono();
}
