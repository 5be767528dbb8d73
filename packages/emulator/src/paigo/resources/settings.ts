import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of settings. */
export function settingsRoutes(_state: PaigoState): Hono {
  return new Hono();
}
