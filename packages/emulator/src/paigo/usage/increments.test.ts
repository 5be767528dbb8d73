import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incrementsOf } from './increments.ts';

const text = (rounding: 'round' | 'floor' | 'ceiling', amount: string, usageIncrement = '60') =>
  incrementsOf({ rounding, usageIncrement }, Decimal.parse(amount)).toString();

describe('incrementsOf', () => {
  it('takes 65 minutes of hours for 2, 1 and 1', () => {
    expect(text('ceiling', '65')).toBe('2');
    expect(text('floor', '65')).toBe('1');
    expect(text('round', '65')).toBe('1');
  });

  it('rounds halves away from zero', () => {
    expect(text('round', '90')).toBe('2');
    expect(text('round', '-90')).toBe('-2');
  });

  it('divides an average once: a half that never ends rounds up exactly', () => {
    const amount = { total: Decimal.parse('1'), parts: Decimal.parse('3') };
    const by = { rounding: 'round', usageIncrement: '0.66666666666666666666666' } as const;
    expect(incrementsOf(by, amount).toString()).toBe('1');
    expect(
      incrementsOf({ ...by, usageIncrement: '0.66666666666666666666667' }, amount).toString(),
    ).toBe('0');
  });

  it('is a whole number within one increment of the amount, on the side that the rounding names', () => {
    const amounts = fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n });
    const sizes = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(amounts, sizes, (scaled, size) => {
        const amount = Decimal.fromScaled(scaled, 6);
        const increment = Decimal.fromScaled(size, 3);
        const usageIncrement = increment.toString();
        const off = (rounding: 'round' | 'floor' | 'ceiling') =>
          incrementsOf({ rounding, usageIncrement }, amount).times(increment).minus(amount);
        expect(off('floor').isPositive()).toBe(false);
        expect(off('ceiling').isNegative()).toBe(false);
        expect(off('ceiling').minus(off('floor')).compare(increment)).toBeLessThanOrEqual(0);
        expect(off('round').abs().times(Decimal.parse('2')).compare(increment)).toBeLessThanOrEqual(
          0,
        );
      }),
    );
  });
});
