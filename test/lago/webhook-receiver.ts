import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BillingEvent } from '@billport/core';
import type { WebhookParser } from '@billport/lago';

/** An application that gets webhooks. */
export interface WebhookReceiver {
  readonly url: string;
  /** What it was told, in the order in which it came. */
  readonly events: BillingEvent[];
  /** What the parser refused. */
  readonly refusals: unknown[];
  /** Statuses that it answers next, instead of receiving. */
  readonly failures: number[];
  close(): Promise<void>;
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`);
    });
  });
}

/**
 * Receives webhooks over HTTP, on plain Node.
 * @param maxHeaderSize bytes of headers that it takes; 16 KiB, Node's own, when absent
 */
export async function receiveWebhooks(
  parse: WebhookParser,
  maxHeaderSize?: number,
): Promise<WebhookReceiver> {
  const events: BillingEvent[] = [];
  const refusals: unknown[] = [];
  const failures: number[] = [];

  async function receive(request: IncomingMessage): Promise<number> {
    const body = await bytesOf(request);
    const failure = failures.shift();
    if (failure !== undefined) return failure;
    try {
      events.push(await parse({ headers: request.headers, body }));
      return 204;
    } catch (error) {
      refusals.push(error);
      return 400;
    }
  }

  const server = createServer({ ...(maxHeaderSize && { maxHeaderSize }) }, (request, response) => {
    void receive(request).then((status) => response.writeHead(status).end());
  });
  return {
    url: await listen(server),
    events,
    refusals,
    failures,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}
