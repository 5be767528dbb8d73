import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';
import { Tiers } from './tiers.ts';

/** The tiers of graduated or volume pricing. */
export function unitTiers(pricing: PricingOf<'graduated' | 'volume'>): Tiers {
  return new Tiers(
    pricing.tiers.map(({ upTo, unitAmount, flatAmount }) => ({
      upTo,
      price: Decimal.parse(unitAmount),
      flatAmount,
    })),
  );
}

/**
 * Each tier prices the units that fall into it, and adds its flat amount once it is reached:
 * exactly at the bound the next one is not. Without usage the first flat amount is due
 * (`facts/rating.md §5`, §16 no. 1).
 */
export function graduated(pricing: PricingOf<'graduated'>): ChargeModelRule {
  const tiers = unitTiers(pricing);
  return {
    amount: ({ units }) => Fraction.of(tiers.graduatedAmount(units)),
    tiers: ({ units }) => tiers.graduatedTiers(units),
  };
}
