import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';

/** An answer of HTTP, read to its end. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What is sent. Unlike `fetch`, it takes any `Host`, and a body that is not what it says. */
export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Leaves the request without its end. */
  readonly isUnfinished?: boolean;
}

/** Reads an answer to its end. */
async function readAnswer(incoming: IncomingMessage): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text: Buffer.concat(chunks).toString(),
  };
}

/** Sends one request over a connection of its own. */
export async function rawRequest(url: string, options: RawRequest = {}): Promise<RawAnswer> {
  const { method = 'POST', headers = {}, body, isUnfinished = false } = options;
  const outgoing = request(url, { method, headers, agent: false });
  const answered = once(outgoing, 'response');
  if (isUnfinished) outgoing.write(body ?? '');
  else outgoing.end(body);
  const [incoming] = await answered;
  // A server that has answered may cut the rest off.
  outgoing.on('error', () => undefined);
  return readAnswer(incoming);
}

/** The headers that every client sends with a message. */
export const MESSAGE_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
