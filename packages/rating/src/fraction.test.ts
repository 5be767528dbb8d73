import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fraction } from './fraction.ts';

const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const fraction = fc
  .tuple(
    integer,
    integer.filter((value) => value !== 0n),
  )
  .map(([top, bottom]) => Fraction.ofInteger(top).dividedBy(Fraction.ofInteger(bottom)));

describe('Fraction', () => {
  it('keeps what a decimal would cut: three thirds are one', () => {
    const third = Fraction.ofInteger(1).dividedBy(Fraction.ofInteger(3));
    expect(third.plus(third).plus(third).equals(Fraction.ofInteger(1))).toBe(true);
    expect(third.toDecimal(5).toString()).toBe('0.33333');
  });

  it('reads decimals of any scale exactly', () => {
    const text = fc.stringMatching(/^-?\d{1,40}(\.\d{1,40})?$/);
    fc.assert(
      fc.property(text, (value) => {
        const decimal = Decimal.parse(value);
        expect(Fraction.of(decimal).toDecimal(decimal.scale).equals(decimal)).toBe(true);
      }),
    );
  });

  it('adds and multiplies like rational numbers', () => {
    fc.assert(
      fc.property(fraction, fraction, fraction, (a, b, c) => {
        expect(a.plus(b).minus(b).equals(a)).toBe(true);
        expect(a.times(b.plus(c)).equals(a.times(b).plus(a.times(c)))).toBe(true);
        if (!b.isZero()) expect(a.times(b).dividedBy(b).equals(a)).toBe(true);
      }),
    );
  });

  it('orders as the difference says, whatever the signs', () => {
    fc.assert(
      fc.property(fraction, fraction, (a, b) => {
        const difference = a.minus(b);
        const sign = difference.isZero() ? 0 : difference.isNegative() ? -1 : 1;
        expect(a.compare(b)).toBe(sign);
      }),
    );
  });

  it('stays small over a long sum', () => {
    let sum = Fraction.ZERO;
    for (let part = 1; part <= 2000; part++) {
      sum = sum.plus(Fraction.ofInteger(1).dividedBy(Fraction.ofInteger((part % 31) + 1)));
    }
    expect(sum.denominator < 1n << 300n).toBe(true);
  });

  it('refuses to divide by zero', () => {
    expect(() => Fraction.ofInteger(1).dividedBy(Fraction.ZERO)).toThrow('Division by zero');
  });
});
