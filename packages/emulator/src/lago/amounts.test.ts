import { currencyDigits, moneyFromMinor } from '@billport/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalIn, integerIn, moneyIn, toCents, toRailsDecimal } from './amounts.ts';

const currencies = fc.constantFrom('JPY', 'USD', 'KWD');

describe('trap 7: amounts of money on the wire', () => {
  it('are whole numbers with all of their digits, beyond what a float holds too', () => {
    const cents = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
    fc.assert(
      fc.property(cents, currencies, (minor, currency) => {
        expect(JSON.stringify(toCents(moneyFromMinor(minor, currency)))).toBe(minor.toString());
      }),
    );
  });

  it('are read in the smallest unit of their currency', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), currencies, (cents, currency) => {
        expect(moneyIn(cents, currency)).toEqual(moneyFromMinor(BigInt(cents), currency));
      }),
    );
    expect(moneyIn('1250', 'USD')).toEqual({ amount: '12.50', currency: 'USD' });
    expect(moneyIn('1250', 'KWD')).toEqual({ amount: '1.250', currency: 'KWD' });
    expect(currencyDigits('JPY')).toBe(0);
    expect(moneyIn('much', 'USD')).toBeUndefined();
  });
});

describe('trap 7: decimals on the wire', () => {
  it.each([
    ['10', '10.0'],
    ['10.50', '10.5'],
    ['0', '0.0'],
    ['-3.140', '-3.14'],
    ['12345678901234567890.000000001', '12345678901234567890.000000001'],
  ])('%s is written as %s', (amount, text) => {
    expect(toRailsDecimal(amount)).toBe(text);
  });

  it.each([
    [8.875, '8.875'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [' 20 ', '20'],
    ['1e3', undefined],
    [Number.NaN, undefined],
    [null, undefined],
    [true, undefined],
  ])('%j is read as %j', (value, text) => {
    expect(decimalIn(value)).toBe(text);
  });
});

describe('whole numbers on the wire', () => {
  it.each([
    [12, 12n],
    ['12', 12n],
    [12.9, 12n],
    ['x', undefined],
  ])('%j is read as %s, without what stands behind the point', (value, number) => {
    expect(integerIn(value)).toBe(number);
  });
});
