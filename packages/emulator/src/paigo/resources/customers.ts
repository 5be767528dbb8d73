import { type Context, Hono } from 'hono';
import { addChild, changeChild, removeChild } from '../customers/children.ts';
import { createCustomer } from '../customers/create-customer.ts';
import {
  CHILD,
  CREATE_CUSTOMER,
  FREE_TRIAL,
  UPDATE_CUSTOMER,
} from '../customers/customer-shapes.ts';
import { customerToken } from '../customers/customer-token.ts';
import { deleteCustomer } from '../customers/delete-customer.ts';
import { customerAt } from '../customers/find-customer.ts';
import { moveFreeTrial } from '../customers/free-trial.ts';
import { portalUrl } from '../customers/stripe-customer.ts';
import { updateCustomer } from '../customers/update-customer.ts';
import { customerFields, customerObject } from '../objects/customer.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { listReply, oneReply } from '../replies.ts';
import { checkedBody } from '../requests/checked-request.ts';
import type { PaigoState } from '../state.ts';
import { tellCustomer } from '../webhooks/tell.ts';

/** What making one answers: with a page of Stripe where Paigo made the customer there. */
function createdReply(state: PaigoState, customer: CustomerRecord, wasAtStripe: boolean) {
  const { customerId, paymentChannelOptions: atStripe } = customer;
  const reply = { message: 'Successfully created customer.', customerId };
  if (atStripe === undefined || wasAtStripe) return reply;
  return { ...reply, portalUrl: portalUrl(state, atStripe.stripeCustomerId) };
}

/** What changing one answers: its fields without an envelope, or a text (`facts/paigo.md §6.6`). */
function updatedReply({ switches }: PaigoState, customer: CustomerRecord) {
  const isEcho = switches.customerReply === 'echo';
  return isEcho ? customerFields(customer) : { message: 'Successfully updated customer.' };
}

function readReplyOf(state: PaigoState, id: string) {
  const isEmpty = state.switches.missing === 'empty' && !state.customers.has(id);
  return isEmpty
    ? listReply(state, [])
    : oneReply(state, customerObject(state, customerAt(state, id)));
}

/** Routes of the customers themselves. */
function ownRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get('/customers', (context) => {
    const customers = [...state.customers.values()];
    const objects = customers.map((customer) => customerObject(state, customer));
    return context.json(listReply(state, objects));
  });
  app.post('/customers', async (context) => {
    const input = await checkedBody(state, context, CREATE_CUSTOMER);
    const customer = createCustomer(state, input);
    tellCustomer(state, 'CUSTOMER_CREATED', customerObject(state, customer));
    const wasAtStripe = input.paymentChannelOptions?.stripeCustomerId !== undefined;
    return context.json(createdReply(state, customer, wasAtStripe), 201);
  });
  app.get('/customers/:id', (context) => context.json(readReplyOf(state, context.req.param('id'))));
  app.put('/customers/:id', async (context) => {
    const customer = customerAt(state, context.req.param('id'));
    updateCustomer(state, customer, await checkedBody(state, context, UPDATE_CUSTOMER));
    tellCustomer(state, 'CUSTOMER_UPDATED', customerObject(state, customer));
    return context.json(updatedReply(state, customer));
  });
  app.delete('/customers/:id', (context) => {
    const customer = customerAt(state, context.req.param('id'));
    deleteCustomer(state, customer);
    const { customerId } = customer;
    return context.json({ message: 'Successfully deleted customer.', customerId });
  });
  return app;
}

/** Routes of children (`facts/paigo.md §3.1`). */
function childRoutes(state: PaigoState): Hono {
  const app = new Hono();
  const path = '/customers/:id/children/:childId';
  const pairOf = (context: Context): [parent: CustomerRecord, child: CustomerRecord] => [
    customerAt(state, context.req.param('id') ?? ''),
    customerAt(state, context.req.param('childId') ?? ''),
  ];
  app.post(path, async (context) => {
    const [parent, child] = pairOf(context);
    const { billParent } = await checkedBody(state, context, CHILD);
    addChild(state, parent, child, billParent);
    return context.json({ message: 'Successfully added child.' }, 201);
  });
  app.put(path, async (context) => {
    const [parent, child] = pairOf(context);
    const { billParent } = await checkedBody(state, context, CHILD);
    changeChild(parent, child, billParent);
    return context.json({ message: 'Successfully updated child.' });
  });
  app.delete(path, (context) => {
    removeChild(...pairOf(context));
    return context.json({ message: 'Successfully removed child.' });
  });
  return app;
}

/** Routes of customers. */
export function customerRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.route('/', ownRoutes(state));
  app.route('/', childRoutes(state));
  app.put('/customers/:id/freeTrial', async (context) => {
    const customer = customerAt(state, context.req.param('id'));
    moveFreeTrial(state, customer, await checkedBody(state, context, FREE_TRIAL));
    const { customerId } = customer;
    return context.json({ message: 'Successfully updated free trial.', customerId });
  });
  app.get('/customers/:id/token', async (context) => {
    const customer = customerAt(state, context.req.param('id'));
    return context.json({ access_token: await customerToken(state, customer) });
  });
  return app;
}
