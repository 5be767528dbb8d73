import { BillingError } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression } from './expression.ts';

const event = {
  code: 'api',
  timestamp: 1_700_000_000_123,
  properties: { a: '007', b: '3.5', word: 'x' },
};
const evaluate = (source: string) => parseExpression(source).evaluate(event);

describe('parseExpression', () => {
  it.each([
    ['event.properties.a + 1', '8'],
    ['1 + 2 * 3 - 4 / 8', '6.5'],
    ['(1 + 2) * 3', '9'],
    ['10 - 2 - 3', '5'],
    ['1 - -1', '2'],
    ['-event.properties.b * 2', '-7'],
    ['-(-(1))', '1'],
    ['0.1 + 0.2', '0.3'],
    ['1 / 3', `0.${'3'.repeat(40)}`],
    ['8 / 4', '2'],
    ['round(12.345, 2)', '12.35'],
    ['round(-12.345, 2)', '-12.35'],
    ['round(15, -1)', '20'],
    ['ROUND(event.properties.b)', '4'],
    ['Ceil(-1.5)', '-1'],
    ['floor(-1.5)', '-2'],
    ['ceil(12.351, 1)', '12.4'],
    ['least(1, 2, event.properties.b)', '1'],
    ['greatest(1, 2, event.properties.b)', '3.5'],
    ['event.timestamp', '1700000000.123'],
    ['event.code', 'api'],
    ['event.properties.word', 'x'],
    ["concat(event.properties.a, '-', event.code, '-', 1.50)", '007-api-1.5'],
    ["concat('a;\"b\\n', 'ü')", 'a;"b\\nü'],
    ["'text'", 'text'],
  ])('computes %s', (source, expected) => {
    expect(evaluate(source)).toBe(expected);
  });

  it.each([
    ['', 'write one value'],
    ['1 2', 'side by side'],
    ["concat('a' 'b')", 'side by side'],
    ['1;', 'the character ";"'],
    ['1, 2', 'write one value'],
    ['1 > 2', 'the character ">"'],
    ['2 ** 3', 'the operator **'],
    ['--1', 'only one minus'],
    ['1 - --1', 'only one minus'],
    ['+1', 'a plus'],
    ['!1', 'the character "!"'],
    ['1e3', 'is not a value'],
    ['.5', 'is not a value'],
    ['1.', 'is not a value'],
    ['0x10', 'cannot be read'],
    ['true', 'is not a value'],
    ['null', 'is not a value'],
    ['this', 'write one value'],
    ['"a"', 'the character "\\""'],
    ["'it\\'s'", 'the character'],
    ['`a`', 'the character "`"'],
    ['[1]', 'the character "["'],
    ['a', 'a is unknown'],
    ['event', 'event is unknown'],
    ['event.id', 'event.id is unknown'],
    ['event.properties', 'event.properties is unknown'],
    ['event.properties.a.b', 'event.properties.a.b is unknown'],
    ['event.properties.__proto__', 'is unknown'],
    ['event .code', 'blanks around the point'],
    ["event['code']", 'the character "["'],
    ['event?.code', 'the character "?"'],
    ['round()', 'round takes a number'],
    ['round(1, 2, 3)', 'round takes a number'],
    ['concat()', 'nothing between its parentheses'],
    ['rOUND(1)', 'the function rOUND'],
    ['constructor(1)', 'the function constructor'],
    ['toString(1)', 'the function toString'],
    ['(1', 'cannot be read'],
    ["'a' + 1", 'only concat takes text'],
    ["round(concat('1', '2'))", 'only concat takes text'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'nested more than 50 deep'],
    ['1+'.repeat(1000).concat('1'), 'longer than 2000 characters'],
    ['1\n+ 2', 'the character "\\n"'],
  ])('refuses %s', (source, message) => {
    expect(() => parseExpression(source)).toThrow(message);
  });

  it.each([
    ['event.properties.missing + 1', 'event.properties.missing is not in the event'],
    ['event.properties.constructor', 'is not in the event'],
    ['event.properties.word * 2', 'event.properties.word is not a number'],
    ['1 / (event.properties.a - 7)', 'division by zero'],
    ['round(1, 401)', 'at most 400'],
    ['round(1, -100000000)', 'at most 400'],
  ])('says why %s has no value for an event', (source, message) => {
    expect(() => evaluate(source)).toThrow(message);
  });

  it('refuses a result that is too long for a property', () => {
    const properties = { n: '9'.repeat(390) };
    const expression = parseExpression('event.properties.n * event.properties.n');
    expect(() => expression.evaluate({ ...event, properties })).toThrow('more digits');
  });

  it('reads the longest flat expression', () => {
    expect(parseExpression('1+'.repeat(999).concat('1')).evaluate(event)).toBe('1000');
  });

  it('answers any text with a value or a named error', () => {
    const pieces = fc.constantFrom(
      ...["'", '(', ')', ',', '+', '-', '*', '/', '.', ' ', '1', '2.5', 'event', 'properties', 'a'],
      ...['round', 'concat', 'event.properties.a', 'event.code', '{', '?', '=', 'é', '\\', '"'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        try {
          expect(typeof evaluate(parts.join(''))).toBe('string');
        } catch (error) {
          expect(BillingError.is(error, 'invalid_input')).toBe(true);
          expect((error as BillingError).issues?.[0]?.path).toEqual(['expression']);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('computes whole-number arithmetic as it is written', () => {
    const number = fc.integer({ min: 0, max: 1000 });
    const operator = fc.constantFrom('+', '-', '*');
    fc.assert(
      fc.property(number, fc.array(fc.tuple(operator, number), { maxLength: 8 }), (first, rest) => {
        const source = [first, ...rest.flat()].join(' ');
        // Products first, then sums from the left.
        const terms: bigint[] = [BigInt(first)];
        for (const [sign, value] of rest) {
          const last = terms.length - 1;
          if (sign === '*') terms[last] = (terms[last] ?? 0n) * BigInt(value);
          else terms.push(sign === '-' ? -BigInt(value) : BigInt(value));
        }
        const expected = terms.reduce((sum, term) => sum + term, 0n);
        expect(evaluate(source)).toBe(`${expected}`);
      }),
    );
  });
});
