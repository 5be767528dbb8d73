/** Webhooks of Lago in Hono: check, keep once, answer. */
import { BillingError } from '@billport/core';
import type { WebhookParser } from '@billport/lago';
import { Hono } from 'hono';
import type { Inbox } from './inbox.ts';

/**
 * `parse` comes from `createWebhookParser` of `@billport/lago`. On Node, with signatures by JWT,
 * serve it with room for headers: `serve({ fetch, serverOptions: { maxHeaderSize: 1024 * 1024 } })`.
 */
export function honoApp(parse: WebhookParser, inbox: Inbox): Hono {
  const app = new Hono();
  app.post('/webhooks/lago', async (context) => {
    await inbox.keep(await parse(context.req.raw));
    return context.body(null, 204);
  });
  // What is not the sender's fault is answered with 500: Lago delivers it again.
  app.onError((error, context) =>
    BillingError.is(error, 'webhook_invalid')
      ? context.json({ error: error.message }, 400)
      : context.json({ error: 'Try again later.' }, 500),
  );
  return app;
}
