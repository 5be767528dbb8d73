import { type Context, Hono } from 'hono';
import { findCustomer } from '../customers/find-customer.ts';
import { notFound } from '../failure.ts';
import { paymentRequestObject } from '../objects/payment-requests.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { createPaymentRequest } from '../payments/create-payment-request.ts';
import { paymentsOf } from '../payments/payment-store.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

async function answerList(state: LagoState, context: Context, customerKey: string | undefined) {
  const { payment_status: status, currency } = context.req.query();
  const all = [...paymentsOf(state).requests.values()].reverse();
  const wanted = all.filter(
    (request) =>
      (customerKey === undefined || request.customerKey === customerKey) &&
      (status === undefined || request.paymentStatus === status) &&
      (currency === undefined || request.currency === currency),
  );
  const { rows, meta } = pageOfRows(context, wanted);
  const objects = rows.map((request) => paymentRequestObject(state, request));
  return context.json({ payment_requests: await Promise.all(objects), meta });
}

/** Routes of this resource. */
export function paymentRequestsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/payment_requests', async (context) => {
    const request = await createPaymentRequest(state, await rootOf(context, 'payment_request'));
    return context.json({ payment_request: await paymentRequestObject(state, request) });
  });
  app.get('/payment_requests', (context) =>
    answerList(state, context, context.req.query('external_customer_id')),
  );
  app.get('/payment_requests/:id', async (context) => {
    const request = paymentsOf(state).requests.get(context.req.param('id'));
    if (request === undefined) throw notFound('payment_request');
    return context.json({ payment_request: await paymentRequestObject(state, request) });
  });
  app.get('/customers/:external_id/payment_requests', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('external_id'));
    return answerList(state, context, customerKey);
  });
  return app;
}
