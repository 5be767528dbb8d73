import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf } from './read-body.ts';

const response = new Response('', { headers: { 'content-type': 'application/json' } });
const contentOfText = (text: string) =>
  contentOf(response, { text, isEmpty: false, isTooLong: false });

describe('contentOf', () => {
  it('keeps every digit of whole numbers that JavaScript cannot hold', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (number) => {
        const held = Number.isSafeInteger(Number(number));
        const expected = held ? Number(number) : String(number);
        const text = `{"amount_cents":${number},"list":[${number}]}`;
        expect(contentOfText(text)).toEqual({
          value: { amount_cents: expected, list: [expected] },
        });
      }),
    );
  });

  it('reads everything else as JSON is read', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const isExact = !/\d{16}/.test(text);
        fc.pre(isExact);
        expect(contentOfText(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it.each(['{"id":"1234567890123456789"}', '{"rate":0.30000000000000004}'])(
    'leaves texts, and fractions that JavaScript holds, as they are: %s',
    (text) => {
      expect(contentOfText(text)).toEqual({ value: JSON.parse(text) });
    },
  );
});
