import { describe, expect, it } from 'vitest';
import { parsedBody } from './parsed-body.ts';
import { rawBody } from './raw-body.ts';
import { sameBytes } from './same-bytes.ts';
import type { WebhookDelivery } from './webhook-delivery.ts';
import { headersOf, onlyHeader } from './webhook-headers.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const request = (body: string) => new Request('http://hook.test/', { method: 'POST', body });

describe('the body of a delivery', () => {
  it.each([
    ['a request', request('{"a":1}')],
    ['text', { headers: {}, body: '{"a":1}' }],
    ['bytes', { headers: {}, body: bytes('{"a":1}') }],
  ])('is the bytes of %s', async (_title, delivery) => {
    expect(await rawBody(delivery)).toEqual(bytes('{"a":1}'));
  });

  it.each([[{ a: 1 }], [undefined], [null], [7]])('cannot be %j', async (body) => {
    const delivery = { headers: {}, body } as unknown as WebhookDelivery;
    await expect(rawBody(delivery)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('cannot be read twice', async () => {
    const delivery = request('{}');
    await delivery.text();
    await expect(rawBody(delivery)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is not read beyond 16 MiB', async () => {
    const body = 'a'.repeat(16 * 1024 * 1024 + 1);
    for (const delivery of [request(body), { headers: {}, body }]) {
      await expect(rawBody(delivery)).rejects.toMatchObject({ code: 'webhook_invalid' });
    }
  });

  it('is parsed, with whole numbers beyond 2^53 as text', () => {
    expect(parsedBody(bytes('{"a":9007199254740993}'), 'Example')).toEqual({
      a: '9007199254740993',
    });
  });

  it.each([['{'], [''], ['<html>']])('is refused when it is no JSON: %s', (body) => {
    expect(() => parsedBody(bytes(body), 'Example')).toThrow(
      expect.objectContaining({ code: 'malformed_response' }),
    );
  });

  it('is refused when it is no text', () => {
    expect(() => parsedBody(Uint8Array.of(0x22, 0xff, 0x22), 'Example')).toThrow('no JSON');
  });
});

describe('a header of a delivery', () => {
  it.each([
    ['a request', new Headers({ 'X-Key': 'value' })],
    ['Node', { 'x-key': 'value', 'X-Other': undefined }],
    ['Node, in capital letters', { 'X-KEY': ['value'] }],
  ])('is found in the headers of %s', (_title, headers) => {
    expect(onlyHeader(headers, 'x-key', 'Example')).toBe('value');
  });

  it.each([
    ['missing', {}],
    ['empty', { 'x-key': '' }],
    ['there twice', { 'x-key': ['a', 'b'] }],
    ['there twice in one', { 'x-key': 'a, b' }],
    ['there twice in other letters', { 'x-key': 'a', 'X-Key': 'a' }],
  ])('is refused when it is %s', (_title, headers) => {
    expect(() => onlyHeader(headers, 'x-key', 'Example')).toThrow(
      expect.objectContaining({ code: 'webhook_invalid' }),
    );
  });

  it.each([[undefined], [null], ['text'], [{ body: '' }]])('is nowhere in %j', (delivery) => {
    expect(() => headersOf(delivery as unknown as WebhookDelivery)).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('sameBytes', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ab', false],
    ['', '', true],
  ])('%s and %s: %s', (one, other, expected) => {
    expect(sameBytes(bytes(one), bytes(other))).toBe(expected);
  });
});
