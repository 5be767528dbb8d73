import { Hono } from 'hono';
import type { LagoState } from '../state.ts';

/** Routes of this resource. */
export function addOnsRoutes(_state: LagoState): Hono {
  return new Hono();
}
