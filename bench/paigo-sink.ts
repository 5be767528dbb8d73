/**
 * Answers like Paigo on a port of its own, tokens included, and tells it to the process that forked
 * this one. A process of its own, so that its work is not counted as the client's.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const customer = {
  customerId: 'customer-1',
  customerName: 'Customer',
  email: 'customer@example.com',
  paymentChannel: 'manual',
  currency: 'USD',
  metadata: {
    'billport.subscription:subscription-1': JSON.stringify({
      planCode: 'plan-1',
      offeringId: '3a901a90-1a90-4a90-8a90-1a901a901a90',
      createdAt: '2026-01-01T00:00:00.000Z',
    }),
  },
  invoices: [],
  enrollments: [
    {
      offeringEnrollmentDate: '2026-01-01T00:00:00.000Z',
      offering: {
        offeringId: '3a901a90-1a90-4a90-8a90-1a901a901a90',
        offeringName: 'Plan',
        currency: 'USD',
        metadata: { 'billport.plan': 'plan-1' },
        dimensions: [
          {
            dimensionId: '2a901a90-1a90-4a90-8a90-1a901a901a90',
            dimensionName: 'Tokens',
            usageIncrement: '1',
            rounding: 'round',
            aggregationMethod: 'sum',
            aggregationInterval: 'month',
            consumptionPrice: '0.01',
            usageEntitlement: 0,
            overageAllowed: 'true',
            metadata: {
              'billport.metric': 'tokens',
              'billport.property': 'tokens',
              'billport.plan': 'plan-1',
            },
          },
        ],
      },
    },
  ],
};

const stored = JSON.stringify({ message: 'Usage record was stored.' });
const token = JSON.stringify({ access_token: 'bench', expires_in: 86_400, token_type: 'Bearer' });
const customers = JSON.stringify({ message: 'Customers.', data: [customer] });
const nothing = JSON.stringify({ message: 'Usage.', data: [] });

function answerOf(method: string | undefined, url: string): readonly [number, string] {
  if (url === '/oauth/token') return [200, token];
  if (method === 'POST') return [201, stored];
  return [200, url.includes('/usage') ? nothing : customers];
}

function answer(response: ServerResponse, [status, body]: readonly [number, string]): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

const server = createServer((request, response) => {
  request.resume().once('end', () => answer(response, answerOf(request.method, request.url ?? '')));
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
