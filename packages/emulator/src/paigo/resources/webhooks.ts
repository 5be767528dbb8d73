import { Hono } from 'hono';
import { z } from 'zod';
import { notFound } from '../failure.ts';
import { thingAt } from '../find-thing.ts';
import { checkedBody, checkedQuery } from '../requests/checked-request.ts';
import { filledText } from '../requests/field-rules.ts';
import type { PaigoState } from '../state.ts';
import { sampleCustomer, sampleEntitlement, sampleInvoice } from '../webhooks/sample-payloads.ts';
import { environment, SUBSCRIBE } from '../webhooks/subscribe-shape.ts';
import { isSameSubscription, type WebhookSubscription } from '../webhooks/webhook-subscriptions.ts';

const UNSUBSCRIBE = z.strictObject({ environment });
const SAMPLE_INVOICE = z.strictObject({ status: filledText });

/** A subscription as reads tell it: `id`, and the key in clear (`facts/paigo.md §3.10`). */
const webhookObject = ({ id, hookUrl, webhookType, securityKey }: WebhookSubscription) => ({
  id,
  hookUrl,
  webhookType,
  ...(securityKey !== undefined && { securityKey }),
});

/** What writes answer. */
const writtenReply = (message: string, { id, environment }: WebhookSubscription) => ({
  message,
  webhookId: id,
  id,
  environment,
});

const webhookAt = (state: PaigoState, id: string) =>
  thingAt(state, state.webhooks.subscriptions, id, 'Webhooks');

/** Keeps a subscription; the same made twice is two, or one, by the switch `sameWebhook`. */
function subscribe(
  { webhooks: { subscriptions }, switches, ids }: PaigoState,
  asked: Omit<WebhookSubscription, 'id'>,
): WebhookSubscription {
  const former =
    switches.sameWebhook === 'same'
      ? [...subscriptions.values()].find((each) => isSameSubscription(each, asked))
      : undefined;
  const subscription = { ...asked, id: former?.id ?? ids.next() };
  subscriptions.set(subscription.id, subscription);
  return subscription;
}

/** Routes that answer what webhooks look like. */
function sampleRoutes(state: PaigoState): Hono {
  const app = new Hono();
  app.get('/webhooks/test', (context) => context.json({ message: 'Webhook connection is good.' }));
  app.get('/webhooks/invoice', (context) => {
    checkedQuery(state, context, SAMPLE_INVOICE);
    return context.json([sampleInvoice()]);
  });
  app.get('/webhooks/customer', (context) => context.json([sampleCustomer()]));
  app.get('/webhooks/entitlement', (context) => context.json([sampleEntitlement(state.now())]));
  return app;
}

/** Routes of webhooks. Reads have no envelope. */
export function webhookRoutes(state: PaigoState): Hono {
  const { subscriptions } = state.webhooks;
  const app = new Hono();
  app.route('/', sampleRoutes(state));
  app.post('/webhooks/subscribe', async (context) => {
    const subscription = subscribe(state, await checkedBody(state, context, SUBSCRIBE));
    return context.json(writtenReply('Successfully subscribed.', subscription), 201);
  });
  app.get('/webhooks', (context) => context.json([...subscriptions.values()].map(webhookObject)));
  app.get('/webhooks/:id', (context) =>
    context.json(webhookObject(webhookAt(state, context.req.param('id')))),
  );
  app.delete('/webhooks/:id', (context) => {
    const asked = checkedQuery(state, context, UNSUBSCRIBE);
    const subscription = webhookAt(state, context.req.param('id'));
    if (subscription.environment !== asked.environment) {
      throw notFound(`No Webhooks found with ID: ${subscription.id}`);
    }
    subscriptions.delete(subscription.id);
    return context.json(writtenReply('Successfully unsubscribed.', subscription));
  });
  return app;
}
