import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf } from './reading.ts';

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
