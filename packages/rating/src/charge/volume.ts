import { Fraction } from '../fraction.ts';
import type { Usage } from '../metering/usage.ts';
import { unitTiers } from './graduated.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';

/**
 * The tier that holds the units prices all of them; a part of a unit above a bound belongs to the
 * next tier, so 100.5 in `0-100, 101-200` is in the second. A prorated charge takes the tier of
 * the unprorated units and prices the prorated ones (`facts/rating.md §5`).
 */
export function volume(pricing: PricingOf<'volume'>, prorated: boolean): ChargeModelRule {
  const tiers = unitTiers(pricing);
  const amount = ({ units, fullUnits }: Usage) =>
    Fraction.of(tiers.volumeAmount(units, prorated ? fullUnits : units));
  return {
    amount,
    tiers: (usage) => [{ units: usage.units, amount: amount(usage) }],
  };
}
