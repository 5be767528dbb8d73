import type { ActiveFault } from './fault.ts';

const HTML = `<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><h1>Bad Gateway</h1><p>The proxy heard nothing from the server behind it.</p></body></html>
`;

const DEFAULT_BYTES = 100_000_000;
const CHUNK = 65_536;

/** The reason of each status, as servers name it. */
const WORDS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  408: 'Request Timeout',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}

/** A JSON text of about that many bytes, made as it is read. */
function hugeBody(bytes: number): ReadableStream<Uint8Array> {
  const padding = new TextEncoder().encode('x'.repeat(CHUNK));
  let left = bytes;
  return new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"padding":"')),
    pull(controller) {
      if (left > 0) {
        controller.enqueue(padding.subarray(0, Math.min(left, CHUNK)));
        left -= CHUNK;
        return;
      }
      controller.enqueue(new TextEncoder().encode('"}'));
      controller.close();
    },
  });
}

function redirect({ status = 302, location }: ActiveFault): Response {
  const headers = { location: location ?? 'http://elsewhere.invalid/' };
  return new Response(null, { status, headers });
}

/** Writes the body that the emulated service has for a status. */
export type StatusBody = (status: number, words: string) => unknown;

function plainAnswer(fault: ActiveFault, statusBody: StatusBody): Response | undefined {
  const { kind, status, body } = fault;
  switch (kind) {
    case 'status': {
      const code = status ?? 503;
      return json(code, body ?? statusBody(code, WORDS[code] ?? 'Error'));
    }
    case 'html':
      return new Response(HTML, {
        status: status ?? 502,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'empty':
      return new Response(null, { status: status ?? 200 });
    case 'wrong_schema':
      return json(status ?? 200, body ?? { unexpected: [true] });
    case 'redirect':
      return redirect(fault);
    case 'huge':
      return new Response(hugeBody(fault.bytes ?? DEFAULT_BYTES), {
        status: status ?? 200,
        headers: { 'content-type': 'application/json; charset=utf-8' },
      });
    default:
      return undefined;
  }
}

/** The answer that the fault puts in the place of the right one; undefined: it leaves that one. */
export function faultAnswer(fault: ActiveFault, statusBody: StatusBody): Response | undefined {
  const answer = plainAnswer(fault, statusBody);
  for (const [name, value] of Object.entries(fault.headers ?? {})) answer?.headers.set(name, value);
  return answer;
}
