import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFromNotation } from './decimal-notation.ts';
import { parseExactJson } from './exact-json.ts';

describe('parseExactJson', () => {
  it('keeps every digit of whole numbers beyond 2^53, as text', () => {
    expect(parseExactJson('{"a":9007199254740993,"b":[-12345678901234567890]}')).toEqual({
      a: '9007199254740993',
      b: ['-12345678901234567890'],
    });
  });

  it('keeps every digit of decimals that JavaScript would round, as text', () => {
    const text =
      '{"a":90071992547409.937,"b":[0.1234567890123456789, -12345678901234567e-3],"c":1.5}';
    expect(parseExactJson(text)).toEqual({
      a: '90071992547409.937',
      b: ['0.1234567890123456789', '-12345678901234567e-3'],
      c: 1.5,
    });
  });

  it('leaves numbers that fit, what floats are written as, and texts as JSON has them', () => {
    const text =
      '{"a":9007199254740991,"b":0.30000000000000004,"c":"9007199254740993","d":7,"e":1e20,"i":-3.142624234606455e+21,"f":12.500000000000000000,"g":1.2345678901234568e-05,"h":" 9007199254740993.5"}';
    expect(parseExactJson(text)).toEqual(JSON.parse(text));
  });

  it('brings each number as the decimal that was written', () => {
    const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(fc.array(fc.tuple(digits, fc.nat(25))), (numbers) => {
        const written = numbers.map(([coefficient, scale]) =>
          Decimal.fromScaled(coefficient, scale),
        );
        const read = parseExactJson(`[${written.join(',')}]`) as readonly (number | string)[];
        expect(read.map((each) => `${decimalFromNotation(String(each), 60)}`)).toEqual(
          written.map(String),
        );
      }),
    );
  });

  it('is JSON.parse for everything without long numbers', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        fc.pre(!/[\d.]{16}/.test(text));
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('takes digits and dots of any length, as a number or within a text', () => {
    const digits = '7'.repeat(8_000_000);
    expect(parseExactJson(`{"n":${digits}}`)).toEqual({ n: digits });
    const dots = `see 1${'.1'.repeat(4_000_000)}`;
    expect(parseExactJson(JSON.stringify([dots]))).toEqual([dots]);
  });

  it('is undefined where the text is no JSON', () => {
    for (const text of ['', '<html>', '{"a":', '9007199254740993 x']) {
      expect(parseExactJson(text)).toBeUndefined();
    }
  });
});
