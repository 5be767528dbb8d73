import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of enrollment. */
export function enrollmentRoutes(_state: PaigoState): Hono {
  return new Hono();
}
