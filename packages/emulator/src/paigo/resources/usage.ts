import { Hono } from 'hono';
import { customerAt } from '../customers/find-customer.ts';
import { listReply } from '../replies.ts';
import { checkedBody, checkedQuery } from '../requests/checked-request.ts';
import type { PaigoState } from '../state.ts';
import { readUsage } from '../usage/read-usage.ts';
import { takeUsage } from '../usage/take-usage.ts';
import { NEW_USAGE, NEW_USAGE_QUERY, USAGE_QUERY } from '../usage/usage-shape.ts';

/** Routes of usage (`facts/paigo.md §3.6`). */
export function usageRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.post('/usage', async (context) => {
    const { invoice } = checkedQuery(state, context, NEW_USAGE_QUERY);
    takeUsage(state, await checkedBody(state, context, NEW_USAGE), invoice === 'true');
    return context.json({ message: 'Successfully recorded the usage.' }, 201);
  });
  app.get('/customers/:id/usage', (context) => {
    const customer = customerAt(state, context.req.param('id'));
    const query = checkedQuery(state, context, USAGE_QUERY);
    return context.json(listReply(state, readUsage(state, customer, query)));
  });
  return app;
}
