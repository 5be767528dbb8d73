import { BillingError } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOf, decimalText } from './wire-decimal.ts';

describe('decimalText', () => {
  it.each([
    ['10.0', '10'],
    ['-0.0', '0'],
    ['0.000000000000001', '0.000000000000001'],
    ['123456789012345678901234567890.5', '123456789012345678901234567890.5'],
    ['0.1e-6', '0.0000001'],
    [1e-7, '0.0000001'],
    [1.5e21, '1500000000000000000000'],
    [312.5, '312.5'],
    [0, '0'],
  ])('trap 7: reads %s', (value, text) => {
    expect(decimalText(value, 'units')).toBe(text);
  });

  it('trap 7: reads every JSON number as it is written', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e40, max: 1e40 }),
        (value) => {
          const digits = Math.abs(value) < 1e-30 ? 0 : value;
          expect(Number(decimalOf(digits, 'amount').toString())).toBe(digits === 0 ? 0 : digits);
        },
      ),
    );
  });

  it.each([
    null,
    undefined,
    '',
    'abc',
    '1,5',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    {},
    '1e999',
    '9'.repeat(61),
  ])('refuses %s', (value) => {
    const read = () => decimalText(value, 'units');
    expect(read).toThrowError(/units/);
    try {
      read();
    } catch (error) {
      expect(BillingError.is(error, 'malformed_response')).toBe(true);
    }
  });
});
