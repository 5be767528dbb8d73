import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, listOf } from './reading.ts';

describe('decimalOf', () => {
  it.each([
    ['12.50', '12.50'],
    [' 7 ', '7'],
    [0.1, '0.1'],
    [1e-7, '0.0000001'],
    [-1.5e-7, '-0.00000015'],
    [1.5e21, '1500000000000000000000'],
    ['1.5e21', '1500000000000000000000'],
    ['1.5E+21', '1500000000000000000000'],
    ['-25e-3', '-0.025'],
  ])('reads %j without an exponent', (value, plain) => {
    expect(decimalOf(value)).toBe(plain);
  });

  it('reads a number as it reads its text', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(numbers, (value) => {
        expect(decimalOf(String(value))).toBe(decimalOf(value));
        expect(Number(decimalOf(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each([null, undefined, '', 'x', '1e', '1e401', '1e999999999', Number.NaN, 1 / 0, {}, []])(
    'finds no decimal in %j',
    (value) => expect(decimalOf(value)).toBeUndefined(),
  );
});

describe('listOf', () => {
  it.each([undefined, null, []])('reads %j as no things', (value) => {
    expect(listOf(value)).toEqual([]);
  });

  it('reads a list, and leaves out null', () => {
    expect(listOf([{ name: 'a' }, null, { name: 'b' }])).toEqual([{ name: 'a' }, { name: 'b' }]);
  });

  it('reads one thing by itself as a list of it', () => {
    expect(listOf({ name: 'a' })).toEqual([{ name: 'a' }]);
  });

  it.each(['', 'text', 0, 1, false, true, ['text'], [1], [[]]].map((value) => [value]))(
    'refuses %j: what it stands for must not count as none',
    (value) => {
      expect(() => listOf(value)).toThrow(expect.objectContaining({ code: 'malformed_response' }));
    },
  );
});
