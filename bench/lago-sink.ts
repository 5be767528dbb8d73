/**
 * Answers like Lago on a port of its own, and tells it to the process that forked this one. A
 * process of its own, so that its work is not counted as the client's.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const BATCH = 100;
const START = '2026-01-01T00:00:00Z';

/** What Lago answers a batch with: each event as it was stored. */
const stored = JSON.stringify({
  events: Array.from({ length: BATCH }, (_, index) => ({
    lago_id: `1a901a90-1a90-4a90-8a90-1a901a90${String(index).padStart(4, '0')}`,
    transaction_id: `event-${index}`,
    lago_customer_id: null,
    code: 'tokens',
    timestamp: '2026-01-15T12:00:00.000Z',
    precise_total_amount_cents: null,
    properties: { tokens: '1', model: 'large', region: 'eu-west-1' },
    lago_subscription_id: null,
    external_subscription_id: 'subscription-1',
    created_at: '2026-01-15T12:00:00Z',
  })),
});

const subscription = JSON.stringify({
  subscription: {
    lago_id: '1a901a90-1a90-4a90-8a90-1a901a901a90',
    external_id: 'subscription-1',
    external_customer_id: 'customer-1',
    plan_code: 'plan-1',
    plan_amount_currency: 'USD',
    status: 'active',
    billing_time: 'calendar',
    subscription_at: START,
    started_at: START,
    created_at: START,
  },
});

const metric = JSON.stringify({
  billable_metric: {
    lago_id: '2a901a90-1a90-4a90-8a90-1a901a901a90',
    code: 'tokens',
    name: 'Tokens',
    aggregation_type: 'sum_agg',
    field_name: 'tokens',
    recurring: false,
    created_at: START,
  },
});

function answer(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    if (request.method === 'POST') answer(response, stored);
    else answer(response, request.url?.includes('/subscriptions/') ? subscription : metric);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
