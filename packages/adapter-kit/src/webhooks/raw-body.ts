import { invalidInput } from '@billport/core';
import { refusedDelivery } from './refused-delivery.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';

/** Longest body that is read. Invoices with thousands of lines are far below it. */
const MOST_BYTES = 16 * 1024 * 1024;

const WAY =
  'Pass the raw bytes: what was sent is checked over them. In Express mount express.raw({ type: "application/json" }) on this route, before any express.json(), and pass req.body; in Hono pass context.req.raw, in Next.js the request itself, or await request.text().';

const misuse = (message: string) =>
  invalidInput([{ path: ['body'], message: `${message} ${WAY}` }]);

/** Whether it is a WHATWG request, also one of another realm or of a framework's own making. */
function isRequest(delivery: WebhookDelivery): delivery is Request {
  return 'arrayBuffer' in delivery && typeof delivery.arrayBuffer === 'function';
}

function checkLength(length: number): void {
  if (length > MOST_BYTES) throw refusedDelivery(`The body is longer than ${MOST_BYTES} bytes.`);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  const next = () =>
    reader.read().catch(() => {
      throw refusedDelivery('The body broke off before its end.');
    });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await next(); !part.done; part = await next()) {
    if (!ArrayBuffer.isView(part.value))
      throw misuse('The body comes in pieces that are no bytes.');
    length += part.value.byteLength;
    if (length > MOST_BYTES) await reader.cancel();
    checkLength(length);
    chunks.push(part.value);
  }
  return joined(chunks, length);
}

function ofRequest(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (request.bodyUsed || request.body?.locked)
    throw misuse('The body of the request was read already.');
  return request.body === null ? Promise.resolve(new Uint8Array()) : readAll(request.body);
}

/**
 * The bytes of a delivery as they came.
 * @throws BillingError `invalid_input` for a body that was parsed or read before, and says how to
 *   get the raw one; `webhook_invalid` for one that is too long.
 */
export async function rawBody(delivery: WebhookDelivery): Promise<Uint8Array<ArrayBuffer>> {
  if (isRequest(delivery)) return ofRequest(delivery);
  const { body } = delivery;
  if (typeof body === 'string') {
    checkLength(body.length);
    return new TextEncoder().encode(body);
  }
  // Those of another realm too: `instanceof` knows its own only.
  if (!ArrayBuffer.isView(body)) throw misuse('The body is neither text nor bytes.');
  checkLength(body.byteLength);
  return Uint8Array.from(new Uint8Array(body.buffer, body.byteOffset, body.byteLength));
}
