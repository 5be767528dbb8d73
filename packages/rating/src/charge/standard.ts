import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { Usage } from '../metering/usage.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';

/** Units x unit price (`facts/rating.md §5`). */
export function standard(pricing: PricingOf<'standard'>): ChargeModelRule {
  const unitAmount = Decimal.parse(pricing.unitAmount);
  return { amount: (usage: Usage) => Fraction.of(usage.units.times(unitAmount)) };
}
