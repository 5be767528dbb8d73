import { Hono } from 'hono';
import { findCustomer } from '../customers/find-customer.ts';
import { forbidden } from '../failure.ts';
import { pageOfRows } from '../page-of-rows.ts';
import type { LagoState } from '../state.ts';
import { currentUsage } from '../usage/current-usage.ts';
import { pastUsage } from '../usage/past-usage.ts';

/**
 * What customers used. An unknown customer is answered with 404; the real one may well answer 500
 * (`facts/lago.md §b` "Usage").
 */
export function customerUsageRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.get('/customers/:customer/current_usage', async (context) => {
    const customer = await findCustomer(state, context.req.param('customer'));
    const usage = await currentUsage(state, customer, context.req.query());
    return context.json({ customer_usage: usage });
  });
  app.get('/customers/:customer/past_usage', async (context) => {
    const customer = await findCustomer(state, context.req.param('customer'));
    const periods = await pastUsage(state, customer, context.req.query());
    const { rows, meta } = pageOfRows(context, periods);
    return context.json({ usage_periods: rows, meta });
  });
  app.get('/customers/:customer/projected_usage', () => {
    throw forbidden('projected_usage_not_enabled');
  });
  return app;
}
