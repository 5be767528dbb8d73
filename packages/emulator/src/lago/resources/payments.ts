import { type Context, Hono } from 'hono';
import { findCustomer } from '../customers/find-customer.ts';
import { notFound } from '../failure.ts';
import { paymentObject } from '../objects/payments.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { createPayment } from '../payments/create-payment.ts';
import { paymentsOf } from '../payments/payment-store.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';

async function answerList(state: LagoState, context: Context, customerKey: string | undefined) {
  const lagoId = context.req.query('invoice_id');
  const invoiceId = lagoId === undefined ? undefined : state.ids.keyOf('invoice', lagoId);
  const all = [...paymentsOf(state).payments.values()].reverse();
  const wanted = all.filter(
    (payment) =>
      (customerKey === undefined || payment.customerKey === customerKey) &&
      (lagoId === undefined || payment.invoiceIds.some((id) => id === invoiceId)),
  );
  const { rows, meta } = pageOfRows(context, wanted);
  const payments = rows.map((payment) => paymentObject(state, payment));
  return context.json({ payments: await Promise.all(payments), meta });
}

/** Routes of this resource. */
export function paymentsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/payments', async (context) => {
    const payment = await createPayment(state, await rootOf(context, 'payment'));
    return context.json({ payment: await paymentObject(state, payment) });
  });
  app.get('/payments', (context) =>
    answerList(state, context, context.req.query('external_customer_id')),
  );
  app.get('/payments/:id', async (context) => {
    const payment = paymentsOf(state).payments.get(context.req.param('id'));
    if (payment === undefined) throw notFound('payment');
    return context.json({ payment: await paymentObject(state, payment) });
  });
  app.get('/customers/:external_id/payments', async (context) => {
    const { customerKey } = await findCustomer(state, context.req.param('external_id'));
    return answerList(state, context, customerKey);
  });
  return app;
}
