import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';

/**
 * Whole packages of the units above the free ones; a started package counts. The unit price shown
 * divides by the paid units (`facts/rating.md §2`, §5).
 */
export function packages(pricing: PricingOf<'package'>): ChargeModelRule {
  const price = Decimal.parse(pricing.amount);
  const size = Decimal.parse(pricing.size);
  const free = pricing.freeUnits === undefined ? Decimal.ZERO : Decimal.parse(pricing.freeUnits);
  return {
    amount: ({ units }) => {
      const paid = units.minus(free);
      if (!paid.isPositive()) return Fraction.ZERO;
      return Fraction.of(paid.dividedBy(size, 0, 'ceil').times(price));
    },
    displayUnits: ({ units }) => Decimal.max(units.minus(free), Decimal.ZERO),
  };
}
