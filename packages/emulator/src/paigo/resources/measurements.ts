import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of measurements. */
export function measurementRoutes(_state: PaigoState): Hono {
  return new Hono();
}
