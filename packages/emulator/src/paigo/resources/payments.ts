import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { customerAt } from '../customers/find-customer.ts';
import { portalUrl } from '../customers/stripe-customer.ts';
import { badRequest } from '../failure.ts';
import { paymentObject } from '../objects/payment.ts';
import { REFUND, refundPayment } from '../payments/refund-payment.ts';
import { refuseManual, stripePayments } from '../payments/stripe-payments.ts';
import { toldRefunds } from '../payments/told-refunds.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { listReply } from '../replies.ts';
import { checkedBody, checkedQuery } from '../requests/checked-request.ts';
import { text } from '../requests/field-rules.ts';
import type { PaigoState } from '../state.ts';

const PAYMENTS = z.strictObject({ invoiceId: text.optional() });

/** @throws PaigoFailure 404 for an unknown customer, 400 for one that does not pay by Stripe. */
function stripeCustomerAt(state: PaigoState, context: Context): CustomerRecord {
  const customer = customerAt(state, context.req.param('id') ?? '');
  refuseManual(customer);
  return customer;
}

/** Routes of payments and refunds, which are Stripe's, and of its portal. */
export function paymentRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get('/customers/:id/payments', (context) => {
    const { customerId } = stripeCustomerAt(state, context);
    const { invoiceId } = checkedQuery(state, context, PAYMENTS);
    const payments = stripePayments(state, customerId).filter(
      (payment) => invoiceId === undefined || payment.invoiceId === invoiceId,
    );
    return context.json(listReply(state, payments.map(paymentObject)));
  });
  app.get('/customers/:id/refunds', (context) => {
    const { customerId } = stripeCustomerAt(state, context);
    return context.json(listReply(state, toldRefunds(state, customerId)));
  });
  app.post('/customers/:id/refunds', async (context) => {
    const customer = stripeCustomerAt(state, context);
    refundPayment(state, customer, await checkedBody(state, context, REFUND));
    return context.json({ message: 'Successfully created refund.' }, 201);
  });
  app.get('/customers/:id/stripePortal', (context) => {
    const { paymentChannelOptions: atStripe } = stripeCustomerAt(state, context);
    if (atStripe === undefined) throw badRequest('The customer is not known to Stripe');
    const message = 'Successfully created portal session.';
    return context.json({ message, portalUrl: portalUrl(state, atStripe.stripeCustomerId) });
  });
  return app;
}
