import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of transactions. */
export function transactionRoutes(_state: PaigoState): Hono {
  return new Hono();
}
