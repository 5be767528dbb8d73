import { parseExactJson } from './exact-json.ts';
import type { HttpRequest } from './http-request.ts';
import type { Reply } from './reply.ts';

/** A body that came whole, or up to where it was cut off. */
export interface Body {
  /** Empty where it was not to be kept. */
  readonly text: string;
  /** Whether there was anything. */
  readonly isEmpty: boolean;
  /** Whether it was longer than allowed: the connection is gone. */
  readonly isTooLong: boolean;
}

const UTF8 = new TextDecoder();

/** The text of some bytes, in UTF-8. */
export function decode(chunks: readonly Uint8Array[], length: number): string {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return UTF8.decode(first);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return UTF8.decode(whole);
}

/** Reads what fetch brought: see {@link Reply.read}. */
export async function readBody(body: Response['body'], most: number, keep: boolean): Promise<Body> {
  if (body === null) return { text: '', isEmpty: true, isTooLong: false };
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > most) {
      await reader.cancel();
      return { text: '', isEmpty: false, isTooLong: true };
    }
    if (keep) chunks.push(part.value);
  }
  const text = keep ? decode(chunks, length) : '';
  return { text, isEmpty: length === 0, isTooLong: false };
}

/** Whether the reply says that its body is JSON. */
export function isJson({ headers }: Pick<Reply, 'headers'>): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(headers.get('content-type') ?? '');
}

/** What a body holds, or what is wrong with it, as in "answered with …". */
export type Content = { readonly value: unknown } | { readonly problem: string };

/** The content of a success, as the request expects it. */
export function contentOf(
  response: Pick<Reply, 'headers'>,
  body: Body,
  expects: HttpRequest['expects'] = 'json',
): Content {
  if (body.isTooLong) return { problem: 'a body that is too long' };
  if (expects === 'text') return { value: body.text };
  if (body.isEmpty) {
    return expects === 'json_or_nothing' ? { value: undefined } : { problem: 'an empty body' };
  }
  // A page of a proxy must not pass for a receipt (`facts/usage-delivery.md §4`, F43).
  if (expects === 'receipt' && isJson(response)) return { value: undefined };
  const value = parseExactJson(body.text);
  if (value === undefined) {
    return { problem: isJson(response) ? 'broken JSON' : 'something other than JSON' };
  }
  return { value: expects === 'receipt' ? undefined : value };
}
