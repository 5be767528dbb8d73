import { Hono } from 'hono';
import type { Fields } from '../../machinery/json-fields.ts';
import { notFound } from '../failure.ts';
import { FieldErrors } from '../field-errors.ts';
import { webhookEndpointObject } from '../objects/webhook-endpoints.ts';
import { pageOfRows } from '../page-of-rows.ts';
import { rootOf } from '../request-fields.ts';
import type { LagoState } from '../state.ts';
import {
  changedEndpoint,
  MAX_ENDPOINTS,
  type WebhookEndpoint,
} from '../webhooks/webhook-endpoints.ts';

function findEndpoint(state: LagoState, id: string): WebhookEndpoint {
  const endpoint = state.webhooks.endpoints.get(id);
  if (endpoint === undefined) throw notFound('webhook_endpoint');
  return endpoint;
}

function put(state: LagoState, before: WebhookEndpoint, fields: Fields): Fields {
  const { endpoints } = state.webhooks;
  const errors = new FieldErrors();
  const others = [...endpoints.values()].filter(({ lagoId }) => lagoId !== before.lagoId);
  const endpoint = changedEndpoint(before, fields, others, errors);
  if (others.length >= MAX_ENDPOINTS) errors.add('base', 'exceeded_limit');
  errors.throwIfAny();
  endpoints.set(endpoint.lagoId, endpoint);
  return webhookEndpointObject(state, endpoint);
}

const blank = (state: LagoState): WebhookEndpoint => ({
  lagoId: state.ids.next(),
  url: '',
  algorithm: 'jwt',
  name: null,
  eventTypes: null,
  createdAt: state.now(),
});

/** Routes of endpoints, and of the key that their webhooks are signed with. */
export function webhookEndpointsRoutes(state: LagoState): Hono {
  const app = new Hono();
  app.post('/webhook_endpoints', async (context) => {
    const fields = await rootOf(context, 'webhook_endpoint');
    return context.json({ webhook_endpoint: put(state, blank(state), fields) });
  });
  app.get('/webhook_endpoints', (context) => {
    const all = [...state.webhooks.endpoints.values()].reverse();
    const { rows, meta } = pageOfRows(context, all);
    const webhook_endpoints = rows.map((endpoint) => webhookEndpointObject(state, endpoint));
    return context.json({ webhook_endpoints, meta });
  });
  app.get('/webhook_endpoints/:id', (context) => {
    const endpoint = findEndpoint(state, context.req.param('id'));
    return context.json({ webhook_endpoint: webhookEndpointObject(state, endpoint) });
  });
  app.put('/webhook_endpoints/:id', async (context) => {
    const before = findEndpoint(state, context.req.param('id'));
    const fields = await rootOf(context, 'webhook_endpoint');
    return context.json({ webhook_endpoint: put(state, before, fields) });
  });
  app.delete('/webhook_endpoints/:id', (context) => {
    const endpoint = findEndpoint(state, context.req.param('id'));
    state.webhooks.endpoints.delete(endpoint.lagoId);
    return context.json({ webhook_endpoint: webhookEndpointObject(state, endpoint) });
  });
  app.get('/webhooks/json_public_key', async (context) =>
    context.json({ webhook: { public_key: await state.webhooks.signer.publicKey() } }),
  );
  app.get('/webhooks/public_key', async (context) =>
    context.text(await state.webhooks.signer.publicKey()),
  );
  return app;
}
