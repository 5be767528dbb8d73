import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of dimensions. */
export function dimensionRoutes(_state: PaigoState): Hono {
  return new Hono();
}
