import { BillingError } from '@billport/core';
import type { HttpRequest } from './http-request.ts';

function malformed(provider: string, response: Response, problem: string): BillingError {
  return new BillingError('malformed_response', {
    message: `${provider} answered ${response.status} with ${problem}. Check the base URL, and that nothing stands between.`,
    status: response.status,
  });
}

/** The body as text, at most this long: what is longer is cut off from the connection. */
async function boundedText(response: Response, provider: string, most: number): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > most) {
      await reader.cancel();
      throw malformed(provider, response, `more than ${most} bytes`);
    }
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return new TextDecoder().decode(whole);
}

function isJson(response: Response): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(response.headers.get('content-type') ?? '');
}

/** The parsed body of a refusal; undefined when it is none that can be read. */
export async function readRefusal(response: Response, provider: string, most: number) {
  const text = await boundedText(response, provider, most).catch(() => '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * The body of a success, as the request expects it.
 * @throws BillingError `malformed_response` when it is none of that, or too long.
 */
export async function readSuccess(
  response: Response,
  expects: NonNullable<HttpRequest['expects']>,
  provider: string,
  most: number,
): Promise<unknown> {
  const text = await boundedText(response, provider, most);
  if (expects === 'text') return text;
  if (text.trim() === '') {
    if (expects === 'json_or_nothing') return undefined;
    throw malformed(provider, response, 'an empty body');
  }
  // A page of a proxy must not pass for a receipt (`facts/usage-delivery.md §4`, F43).
  if (expects === 'receipt' && isJson(response)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw malformed(
      provider,
      response,
      isJson(response) ? 'broken JSON' : 'something other than JSON',
    );
  }
}
