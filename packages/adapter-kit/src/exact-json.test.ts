import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactJson } from './exact-json.ts';

describe('parseExactJson', () => {
  it('keeps every digit of whole numbers beyond 2^53, as text', () => {
    expect(parseExactJson('{"a":9007199254740993,"b":[-12345678901234567890]}')).toEqual({
      a: '9007199254740993',
      b: ['-12345678901234567890'],
    });
  });

  it('leaves numbers that fit, fractions and texts as JSON has them', () => {
    const text = '{"a":9007199254740991,"b":0.1234567890123456789,"c":"9007199254740993","d":7}';
    expect(parseExactJson(text)).toEqual(JSON.parse(text));
  });

  it('is JSON.parse for everything without such numbers', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        fc.pre(!/\d{16}/.test(text) && !/\de\+?\d/i.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is undefined where the text is no JSON', () => {
    for (const text of ['', '<html>', '{"a":', '9007199254740993 x']) {
      expect(parseExactJson(text)).toBeUndefined();
    }
  });
});
