import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { SELF_SIGNED } from './self-signed.fixture.ts';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** How many requests came through the same connection before. */
  readonly before: number;
}

/** Answers a request, or does not. */
export type Answer = (response: ServerResponse, arrived: Arrived, socket: Socket) => void;

/** A service on this machine whose faults are real. */
export interface LoopbackService {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** Connections that were made, and those that are still there. */
  readonly connections: { made: number; open: number };
  /** Resolves when so many requests have arrived. */
  readonly arrival: (count: number) => Promise<void>;
  /** Resolves when no connection is there any more. */
  readonly emptied: () => Promise<void>;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a service until the test is over. */
export async function startService(answer: Answer, protocol = 'http'): Promise<LoopbackService> {
  const arrived: Arrived[] = [];
  const connections = { made: 0, open: 0 };
  const counts = new WeakMap<Socket, number>();
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers, socket } = request;
    const before = counts.get(socket) ?? 0;
    counts.set(socket, before + 1);
    const all = { method, url, headers, body: await text(request), before };
    arrived.push(all);
    server.emit('arrived');
    answer(response, all, socket);
  };
  const server = protocol === 'https' ? createTlsServer(SELF_SIGNED, handle) : createServer(handle);
  server.on('connection', (socket) => {
    connections.made++;
    connections.open++;
    socket.once('close', () => {
      connections.open--;
      server.emit('left');
    });
  });
  const port = await listen(server);
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    arrived,
    connections,
    async arrival(count) {
      while (arrived.length < count) await once(server, 'arrived');
    },
    async emptied() {
      while (connections.open > 0) await once(server, 'left');
    },
  };
}

/** Answers with JSON. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** An address of this machine where nobody listens. */
export async function nobodysUrl(): Promise<string> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}
