import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LagoEmulator, startLago } from '@billport/emulator';
import { createLago, createWebhookParser, type WebhookParser } from '@billport/lago';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expressApp } from './express.ts';
import { honoApp } from './hono.ts';
import { MemoryInbox } from './inbox.ts';
import { lagoRoute } from './nextjs-route.ts';

/** Serves a function from requests to responses, as Next.js and Hono do. */
function serverOf(handle: (request: Request) => Response | Promise<Response>): Server {
  return createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { headers, method = 'GET', url = '/' } = incoming;
    const request = new Request(`http://app.test${url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
      body: Buffer.concat(chunks),
    });
    const { status } = await handle(request);
    outgoing.writeHead(status).end();
  });
}

const EXAMPLES: readonly [string, (parse: WebhookParser, inbox: MemoryInbox) => Server][] = [
  ['express', (parse, inbox) => createServer(expressApp(parse, inbox))],
  ['hono', (parse, inbox) => serverOf((request) => honoApp(parse, inbox).fetch(request))],
  ['nextjs-route', (parse, inbox) => serverOf(lagoRoute(parse, inbox))],
];

let emulator: LagoEmulator;

beforeEach(async () => {
  emulator = await startLago();
});
afterEach(() => emulator.close());

describe.each(EXAMPLES)('webhooks in %s', (_, serve) => {
  let server: Server;
  let address: string;
  const inbox = new MemoryInbox();

  beforeEach(async () => {
    const parse = createWebhookParser({ url: emulator.url, apiKey: 'key', environment: {} });
    server = serve(parse, inbox);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => resolve());
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/lago`;
  });
  afterEach(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );

  it('keeps each event once, refuses what is forged, and answers what Lago takes', async () => {
    const lago = createLago({ url: emulator.url, apiKey: 'key', environment: {} });
    await lago.client.request('POST', '/webhook_endpoints', {
      body: { webhook_endpoint: { webhook_url: address } },
    });
    emulator.injectFault({ kind: 'duplicate_webhook' });
    await lago.customers.upsert({ customerKey: 'acme', name: 'Müller & <Söhne>' });
    await emulator.settle();
    expect(emulator.webhookDeliveries()).toMatchObject([{ status: 'succeeded', answers: [204] }]);
    expect(inbox.events).toMatchObject([
      { type: 'customer.created', object: { customerKey: 'acme', name: 'Müller & <Söhne>' } },
    ]);

    const forged = await fetch(address, {
      method: 'POST',
      body: emulator.webhookDeliveries()[0]?.body ?? '',
      headers: {
        'content-type': 'application/json',
        'x-lago-signature': 'e30.e30.AAAA',
        'x-lago-signature-algorithm': 'jwt',
        'x-lago-unique-key': 'forged',
      },
    });
    expect(forged.status).toBe(400);
    expect(inbox.events).toHaveLength(1);
  });
});
