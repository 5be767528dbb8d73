/** Webhooks of Lago in Next.js: what `app/webhooks/lago/route.ts` exports as `POST`. */
import { BillingError } from '@billport/core';
import type { WebhookParser } from '@billport/lago';
import type { Inbox } from './inbox.ts';

/**
 * `parse` comes from `createWebhookParser` of `@billport/lago`. On Node, with signatures by JWT, run
 * it with `NODE_OPTIONS=--max-http-header-size=1048576`.
 *
 * In `route.ts`: `export const POST = lagoRoute(parse, inbox);`
 */
export function lagoRoute(parse: WebhookParser, inbox: Inbox) {
  return async (request: Request): Promise<Response> => {
    try {
      await inbox.keep(await parse(request));
      return new Response(null, { status: 204 });
    } catch (error) {
      if (!BillingError.is(error, 'webhook_invalid')) throw error;
      return Response.json({ error: error.message }, { status: 400 });
    }
  };
}
