import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { Usage } from '../metering/usage.ts';
import { custom } from './custom.ts';
import { dynamic } from './dynamic.ts';
import { graduated } from './graduated.ts';
import { graduatedPercentage } from './graduated-percentage.ts';
import { packages } from './package.ts';
import { percentage } from './percentage.ts';
import type { PricedCharge } from './priced-charge.ts';
import { proratedGraduated } from './prorated-graduated.ts';
import { type ChargeModelRule, type Rated, unitAmountOf } from './rated.ts';
import { standard } from './standard.ts';
import { volume } from './volume.ts';

/** A charge model with its pricing, read once: for pricing many usages. */
export interface Pricer {
  /** Exact amount in major units; never negative. */
  amount(usage: Usage): Fraction;
  /** The amount with what an invoice line shows about it. */
  rate(usage: Usage): Rated;
}

function ruleOf(charge: PricedCharge): ChargeModelRule {
  switch (charge.model) {
    case 'standard':
      return standard(charge.pricing);
    case 'graduated':
      return charge.prorated ? proratedGraduated(charge.pricing) : graduated(charge.pricing);
    case 'graduated_percentage':
      return graduatedPercentage(charge.pricing);
    case 'volume':
      return volume(charge.pricing, charge.prorated ?? false);
    case 'package':
      return packages(charge.pricing);
    case 'percentage':
      return percentage(charge.pricing);
    case 'dynamic':
      return dynamic();
    case 'custom':
      return custom();
  }
}

const NOTHING: Rated = {
  units: Decimal.ZERO,
  fullUnits: Decimal.ZERO,
  amount: Fraction.ZERO,
  unitAmount: Fraction.ZERO,
};

/**
 * Reads a charge's pricing for use with many usages. A fee is never negative: negative units or a
 * negative amount become 0 units and 0 amount, without flat amounts (`facts/rating.md §1`). A
 * prorated graduated charge looks at the full units for that, since the prorated ones may fall
 * below zero while units are held.
 * @throws BillingError `invalid_input` where a number in the pricing is not a decimal string.
 */
export function pricerFor(charge: PricedCharge): Pricer {
  const rule = ruleOf(charge);
  const prorated = charge.prorated ?? false;
  const byEvents = prorated && charge.model === 'graduated';
  /** What is due, or undefined where something is negative. */
  const due = (usage: Usage): Fraction | undefined => {
    if ((byEvents ? usage.fullUnits : usage.units).isNegative()) return undefined;
    const amount = rule.amount(usage);
    return amount.isNegative() ? undefined : amount;
  };
  const displayUnits =
    rule.displayUnits ?? ((usage: Usage) => (prorated ? usage.fullUnits : usage.units));
  return {
    amount: (usage) => due(usage) ?? Fraction.ZERO,
    rate: (usage) => {
      const amount = due(usage);
      if (amount === undefined) return NOTHING;
      const unitAmount = unitAmountOf(amount, displayUnits(usage));
      const units = Decimal.max(usage.units, Decimal.ZERO);
      const fullUnits = Decimal.max(usage.fullUnits, Decimal.ZERO);
      const rated = { units, fullUnits, amount, unitAmount };
      return rule.tiers === undefined ? rated : { ...rated, tiers: rule.tiers(usage) };
    },
  };
}

/**
 * Prices one usage (`facts/rating.md §5`). For many usages of one charge keep {@link pricerFor}.
 * @returns Exact amounts in major units; `roundAmount` brings them to the currency.
 * @throws BillingError `invalid_input` where the usage lacks what the charge model needs.
 */
export function rate(charge: PricedCharge, usage: Usage): Rated {
  return pricerFor(charge).rate(usage);
}
