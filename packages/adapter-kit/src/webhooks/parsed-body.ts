import { BillingError } from '@billport/core';
import { parseExactJson } from '../exact-json.ts';

/** The text of a body; undefined where the bytes are none. */
function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/**
 * The parsed body of a webhook; numbers that JavaScript would cut are text.
 * @param sender the service that sent it, for messages
 * @throws BillingError `malformed_response` for one that is no JSON.
 */
export function parsedBody(body: Uint8Array, sender: string): unknown {
  const raw = parseExactJson(textOf(body) ?? '');
  if (raw !== undefined) return raw;
  throw new BillingError('malformed_response', {
    message: `${sender} sent a webhook whose body is no JSON.`,
  });
}
