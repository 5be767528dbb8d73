import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactQuotient } from './exact-quotient.ts';

const decimals = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 20n }), fc.integer({ min: 0, max: 20 }))
  .map(([digits, scale]) => Decimal.fromScaled(digits, scale));

describe('exactQuotient', () => {
  it('finds every factor of a product', () => {
    fc.assert(
      fc.property(decimals, decimals, (one, other) => {
        expect(exactQuotient(one.times(other), other)?.equals(one)).toBe(true);
      }),
    );
  });

  it.each([
    ['1', '3'],
    ['0.096', '7'],
    ['10', '60'],
  ])('has none for %s by %s, which has no end', (one, other) => {
    expect(exactQuotient(Decimal.parse(one), Decimal.parse(other))).toBeUndefined();
  });

  it.each([
    ['0.096', '60', '0.0016'],
    ['1', '1048576', '0.00000095367431640625'],
  ])('of %s by %s is %s', (one, other, quotient) => {
    expect(exactQuotient(Decimal.parse(one), Decimal.parse(other))?.toString()).toBe(quotient);
  });
});
