import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalFromNotation } from './decimal-notation.ts';

describe('decimalFromNotation', () => {
  it.each([
    ['12.50', '12.5'],
    ['1.5e21', '1500000000000000000000'],
    ['1.5E+21', '1500000000000000000000'],
    ['12.5e1', '125'],
    ['12e-1', '1.2'],
    ['-125e-5', '-0.00125'],
    ['0e5', '0'],
  ])('reads %s exactly', (text, plain) => {
    expect(decimalFromNotation(text, 60)?.toString()).toBe(plain);
  });

  it('reads every JSON number as it is written', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(numbers, (value) => {
        const read = decimalFromNotation(String(value), 400);
        expect(Number(read?.toString())).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it.each(['', ' 1', '1.', '.5', '1e', 'e5', '1e1.5', '1,5', '0x10', 'NaN', 'Infinity'])(
    'reads no number from %j',
    (text) => expect(decimalFromNotation(text, 60)).toBeUndefined(),
  );

  it.each(['1e61', '1e-61', '1e999999999999', `1.${'0'.repeat(60)}`])(
    'takes no more digits than it is told: %s',
    (text) => expect(decimalFromNotation(text, 60)).toBeUndefined(),
  );
});
