import { Hono } from 'hono';
import type { LagoState } from '../state.ts';

/** Routes of this resource. */
export function customerUsageRoutes(_state: LagoState): Hono {
  return new Hono();
}
