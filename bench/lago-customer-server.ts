/**
 * Answers like Lago with one customer, on a port of its own that it tells to the process that
 * forked this one. A process of its own, so that its work is not counted as the client's.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const customer = JSON.stringify({
  customer: {
    lago_id: '1a901a90-1a90-4a90-8a90-1a901a901a90',
    sequential_id: 7,
    slug: 'ACM-7',
    external_id: 'acme',
    billing_entity_code: 'default',
    name: 'Acme',
    firstname: null,
    lastname: null,
    customer_type: 'company',
    email: 'billing@acme.test',
    phone: null,
    url: null,
    legal_name: 'Acme Incorporated',
    legal_number: null,
    logo_url: null,
    tax_identification_number: 'US123456789',
    address_line1: '1 Main Street',
    address_line2: null,
    city: 'Springfield',
    state: 'IL',
    zipcode: '62701',
    country: 'US',
    currency: 'USD',
    timezone: 'America/Chicago',
    applicable_timezone: 'America/Chicago',
    net_payment_term: 30,
    finalize_zero_amount_invoice: 'inherit',
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-02T00:00:00Z',
    billing_configuration: {
      invoice_grace_period: 3,
      payment_provider: null,
      document_locale: 'en',
    },
    shipping_address: { city: null, country: null, state: null, zipcode: null },
    metadata: [{ lago_id: '2a901a90-1a90-4a90-8a90-1a901a901a90', key: 'tier', value: 'gold' }],
    taxes: [],
    integration_customers: [],
  },
});

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(customer),
      'x-request-id': '3a901a90-1a90-4a90-8a90-1a901a901a90',
    });
    response.end(customer);
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
