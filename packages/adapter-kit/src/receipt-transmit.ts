import { readMessage } from './message-body.ts';
import type { Message, NodeClient } from './node-client.ts';
import type { Reply } from './reply.ts';
import type { Transmission } from './transmit.ts';

type Socket = Message['socket'];

/** As long as fetch waits for a connection. */
const CONNECT_MS = 10_000;

/** What ended a connection before it was there: nothing was sent. */
function notConnected(code: unknown): Error {
  return Object.assign(new Error('There is no connection.'), { code, syscall: 'connect' });
}

/** Ends a connection that does not come about in time. `ready` is called when it is there. */
function watchConnecting(socket: Socket, isSecure: boolean, ready: () => void): void {
  const timer = setTimeout(() => socket.destroy(notConnected('ETIMEDOUT')), CONNECT_MS);
  const stop = () => clearTimeout(timer);
  socket.once('close', stop);
  socket.once(isSecure ? 'secureConnect' : 'connect', () => {
    socket.off('close', stop);
    stop();
    ready();
  });
}

function replyOf(message: Message, node: NodeClient): Reply {
  const { statusCode: status = 0, headers } = message;
  const get = (name: string) => {
    const value = headers[name.toLowerCase()];
    return typeof value === 'string' ? value : (value?.join(', ') ?? null);
  };
  return {
    status,
    ok: status >= 200 && status <= 299,
    headers: { get },
    read: (most, keep) => readMessage(message, node, most, keep),
  };
}

/**
 * Sends one request once through Node's own client: what fetch does with it, for a third of the
 * time (`docs/decisions/0006`). Connections are those of the platform's agents: kept, let go of when
 * idle, and sent through a proxy where the platform was told so.
 */
export function transmitReceipt(
  node: NodeClient,
  url: string,
  { method, headers, body, signal }: Transmission,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const isSecure = url.startsWith('https:');
    // Looked up for each request: tests and tracing put their own in its place.
    const request = (isSecure ? node.https : node.http).request(url, {
      method,
      headers: { ...headers, 'accept-encoding': 'gzip, deflate' },
    });
    let reply: Message | undefined;
    let isConnecting = false;
    const giveUp = () => {
      const error = new Error('Given up.');
      // Else what is left of a reply would end as if that were all.
      reply?.destroy(error);
      request.destroy(error);
    };
    request.on('socket', (socket) => {
      isConnecting = socket.connecting;
      if (isConnecting) watchConnecting(socket, isSecure, () => (isConnecting = false));
    });
    request.on('response', (message) => {
      reply = message;
      resolve(replyOf(message, node));
    });
    request.on('error', (error) => {
      // A broken handshake is told apart from a connection that broke with the request on it.
      reject(isConnecting && 'code' in error ? notConnected(error.code) : error);
    });
    request.on('close', () => {
      signal.removeEventListener('abort', giveUp);
      reject(new Error('The connection was closed.'));
    });
    signal.addEventListener('abort', giveUp, { once: true });
    request.end(body);
  });
}
