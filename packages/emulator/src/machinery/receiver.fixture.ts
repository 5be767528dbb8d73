import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A request that a receiver got. */
export interface Received {
  /** The very text that was sent. */
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server of this machine that webhooks can be sent to. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
}

/**
 * Starts a receiver, which stops when the test ends.
 * @param statuses What it answers in turn; the last one from then on.
 * @param before Waited for before each answer.
 */
export async function openReceiver(
  statuses: readonly number[] = [200],
  before: () => Promise<void> = async () => {},
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const status = statuses[Math.min(received.length, statuses.length - 1)] ?? 200;
    received.push({ body: (await buffer(request)).toString(), headers: request.headers });
    await before();
    response.writeHead(status, { location: '/elsewhere' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, received };
}
