import { Hono } from 'hono';
import type { PaigoState } from '../state.ts';

/** Routes of invoices. */
export function invoiceRoutes(_state: PaigoState): Hono {
  return new Hono();
}
