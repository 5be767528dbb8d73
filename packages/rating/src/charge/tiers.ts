import { BillingError, Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { RatedTier } from './rated.ts';

/** A tier as pricing has it, with the price of one unit already read. */
interface TierTerms {
  /** Last unit of the tier, included; null for the last tier. */
  readonly upTo: string | null;
  readonly price: Decimal;
  readonly flatAmount: string | undefined;
}

interface Tier {
  /** Last unit of the tier before; the tier holds the units above it. */
  readonly lower: Decimal;
  /** Last unit of the tier, included; undefined where it is open. */
  readonly upper: Decimal | undefined;
  readonly price: Decimal;
  readonly flat: Decimal;
  /** Price of all units up to `lower`, without flat amounts. */
  readonly priceBelow: Decimal;
  /** Flat amounts of the tiers before. */
  readonly flatBelow: Decimal;
}

/**
 * Tiers, read once, with what lies below each of them already added up. Tier k holds the units in
 * (previous `upTo`, own `upTo`], fractions included (`facts/rating.md §5`).
 */
export class Tiers {
  private readonly tiers: readonly [Tier, ...Tier[]];

  /** @throws BillingError `invalid_input` without tiers. */
  constructor(terms: readonly TierTerms[]) {
    let lower = Decimal.ZERO;
    let priceBelow = Decimal.ZERO;
    let flatBelow = Decimal.ZERO;
    const tiers = terms.map(({ upTo, price, flatAmount }): Tier => {
      const upper = upTo === null ? undefined : Decimal.parse(upTo);
      const flat = flatAmount === undefined ? Decimal.ZERO : Decimal.parse(flatAmount);
      const tier = { lower, upper, price, flat, priceBelow, flatBelow };
      if (upper !== undefined) {
        priceBelow = priceBelow.plus(upper.minus(lower).times(price));
        lower = upper;
      }
      flatBelow = flatBelow.plus(flat);
      return tier;
    });
    const [first, ...others] = tiers;
    if (first === undefined) {
      throw new BillingError('invalid_input', {
        message: 'pricing.tiers is empty: write at least one tier, the last one with upTo null.',
      });
    }
    this.tiers = [first, ...others];
  }

  /** The tier that holds a quantity: the first one whose upper bound it does not exceed. */
  private holding(quantity: Decimal): Tier {
    for (const tier of this.tiers) {
      if (tier.upper === undefined || quantity.compare(tier.upper) <= 0) return tier;
    }
    return this.tiers[this.tiers.length - 1] as Tier;
  }

  /** Price of all units up to a quantity, each in its tier, without flat amounts; 0 below zero. */
  graduatedPrice(quantity: Decimal): Decimal {
    if (!quantity.isPositive()) return Decimal.ZERO;
    const { lower, price, priceBelow } = this.holding(quantity);
    return quantity.minus(lower).times(price).plus(priceBelow);
  }

  /** Flat amounts of all tiers that a quantity reaches; the first tier is always reached. */
  reachedFlats(quantity: Decimal): Decimal {
    const { flat, flatBelow } = this.holding(quantity);
    return flatBelow.plus(flat);
  }

  /** Price of units in the tiers they fall into, with the flat amounts of the reached tiers. */
  graduatedAmount(units: Decimal): Decimal {
    const { lower, price, flat, priceBelow, flatBelow } = this.holding(units);
    return units.minus(lower).times(price).plus(priceBelow).plus(flatBelow.plus(flat));
  }

  /** {@link Tiers.graduatedAmount} tier by tier, up to the last one that is reached. */
  graduatedTiers(units: Decimal): RatedTier[] {
    const last = this.holding(units);
    return this.tiers.slice(0, this.tiers.indexOf(last) + 1).map((tier) => {
      const top = tier === last || tier.upper === undefined ? units : tier.upper;
      const inTier = top.minus(tier.lower);
      return { units: inTier, amount: Fraction.of(inTier.times(tier.price).plus(tier.flat)) };
    });
  }

  /** Price of all units in the one tier that holds `selector`, with its flat amount. */
  volumeAmount(units: Decimal, selector: Decimal): Decimal {
    const { price, flat } = this.holding(selector);
    return units.times(price).plus(flat);
  }
}
