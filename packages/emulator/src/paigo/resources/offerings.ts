import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of offerings. */
export function offeringRoutes(_state: PaigoState): Hono {
  return new Hono();
}
