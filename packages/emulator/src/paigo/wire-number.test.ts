import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOfNumber, toWireNumber } from './wire-number.ts';

describe('numbers of JSON', () => {
  it.each(['0', '20', '-0.5', '100.09', '999999999.99', '12345678901234567890.12', '0.0000001'])(
    'keep all digits of %s',
    (text) => {
      expect(JSON.stringify([toWireNumber(Decimal.parse(text))])).toBe(`[${text}]`);
    },
  );

  it.each([
    [100.09, '100.09'],
    [0.1, '0.1'],
    [-3, '-3'],
    [1e-7, '0.0000001'],
    [1.5e-9, '0.0000000015'],
    [1e21, '1000000000000000000000'],
    [1.25e22, '12500000000000000000000'],
  ])('are read as they were written: %d', (number, text) => {
    expect(decimalOfNumber(number).toString()).toBe(text);
  });

  it('come back as the same number, whichever it is', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, (number) => {
        expect(Number(decimalOfNumber(number).toString())).toBe(number === 0 ? 0 : number);
      }),
    );
  });
});
