import type { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { Usage } from '../metering/usage.ts';

/** The part of a fee that one tier makes. */
export interface RatedTier {
  /** Units that fall into the tier. */
  readonly units: Decimal;
  /** Their price with the tier's flat amount; major units, not rounded. */
  readonly amount: Fraction;
}

/** What a usage costs, in major units and not rounded (`facts/rating.md §2`). */
export interface Rated {
  /** Units that were priced; never negative. */
  readonly units: Decimal;
  /** Unprorated quantity, which a prorated line shows; never negative, zero where nothing is due. */
  readonly fullUnits: Decimal;
  /** Exact, and never negative. */
  readonly amount: Fraction;
  /** `amount` by unit, for display; zero where there are no units. */
  readonly unitAmount: Fraction;
  /** Tiers that were reached, where the charge model has tiers. */
  readonly tiers?: readonly RatedTier[];
}

/** What one charge model with its pricing makes of a usage; its files are named for the models. */
export interface ChargeModelRule {
  /** Price of a usage that is not negative; major units. */
  amount(usage: Usage): Fraction;
  /** The tiers that the amount is made of. */
  tiers?(usage: Usage): readonly RatedTier[];
  /** What the amount is divided by for display, where that is not the units. */
  displayUnits?(usage: Usage): Decimal;
}

/** `amount / units`, zero without units. */
export function unitAmountOf(amount: Fraction, units: Decimal): Fraction {
  return units.isPositive() ? amount.dividedBy(Fraction.of(units)) : Fraction.ZERO;
}
