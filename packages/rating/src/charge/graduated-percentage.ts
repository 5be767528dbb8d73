import { Fraction } from '../fraction.ts';
import { shareOf } from './percentage-terms.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';
import { Tiers } from './tiers.ts';

/**
 * Each tier takes its percentage of the units that fall into it, and adds its flat amount once it
 * is reached; without usage the first flat amount is due (`facts/rating.md §5`). Lago itself
 * counts one unit too many per tier when its ranges touch (§16 no. 5); here they hold what they
 * say.
 */
export function graduatedPercentage(pricing: PricingOf<'graduated_percentage'>): ChargeModelRule {
  const tiers = new Tiers(
    pricing.tiers.map(({ upTo, rate, flatAmount }) => ({ upTo, price: shareOf(rate), flatAmount })),
  );
  return {
    amount: ({ units }) => Fraction.of(tiers.graduatedAmount(units)),
    tiers: ({ units }) => tiers.graduatedTiers(units),
  };
}
