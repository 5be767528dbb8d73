/** Webhooks of Lago in Express: check, keep once, answer. */
import { BillingError } from '@billport/core';
import type { WebhookParser } from '@billport/lago';
import express, { type Express } from 'express';
import type { Inbox } from './inbox.ts';

/**
 * `parse` comes from `createWebhookParser` of `@billport/lago`. With signatures by JWT serve it with
 * room for headers, since the whole body stands in one of them:
 * `createServer({ maxHeaderSize: 1024 * 1024 }, app)`.
 */
export function expressApp(parse: WebhookParser, inbox: Inbox): Express {
  const app = express();
  // Before any `express.json()`: the signature is over the bytes as they came.
  const raw = express.raw({ type: 'application/json', limit: '16mb' });
  app.post('/webhooks/lago', raw, async (request, response) => {
    try {
      await inbox.keep(await parse({ headers: request.headers, body: request.body }));
      response.status(204).end();
    } catch (error) {
      if (!BillingError.is(error, 'webhook_invalid')) throw error;
      response.status(400).json({ error: error.message });
    }
  });
  return app;
}
