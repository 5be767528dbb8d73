import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A request as the endpoint got it. */
export interface SeenRequest {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: bodies of two protocols, of which a test reads parts
  readonly body: any;
}

/** What the endpoint answers next. */
export interface PreparedReply {
  readonly status?: number;
  readonly body: unknown;
}

/** An endpoint of a model on this machine, which answers what a test says. */
export async function fakeEndpoint(
  answer: (request: SeenRequest, count: number) => PreparedReply,
): Promise<{ readonly url: string; readonly seen: readonly SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const sent = { path: request.url, headers: request.headers, body: await json(request) };
    seen.push(sent);
    const { status = 200, body } = answer(sent, seen.length);
    response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '0' });
    response.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}
