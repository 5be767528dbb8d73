import { Decimal, type RoundingMode } from '@billport/core';
import type { DimensionPrice } from '../plans/dimension-price.ts';

/** What usage comes to; exact. */
export interface PricedUsage {
  /** Units that were used, in whole increments. */
  readonly units: Decimal;
  /** Major units; never below zero. */
  readonly amount: Decimal;
}

const MODES: Readonly<Record<DimensionPrice['rounding'], RoundingMode>> = {
  round: 'half_up',
  floor: 'floor',
  ceiling: 'ceil',
};

/** Whole increments in an amount of units. */
const incrementsOf = (
  units: Decimal,
  { increment, rounding }: DimensionPrice,
  mode: RoundingMode = MODES[rounding],
) => units.dividedBy(increment, 0, mode);

/** Each band at its own price: units past the last bound are in none. */
function tieredAmount(increments: Decimal, price: DimensionPrice): Decimal {
  let amount = Decimal.ZERO;
  let below = Decimal.ZERO;
  for (const { upTo, price: each } of price.tiers) {
    const bound = upTo === null ? increments : incrementsOf(upTo, price, 'floor');
    const end = Decimal.min(bound, increments);
    if (end.compare(below) <= 0) continue;
    amount = amount.plus(end.minus(below).times(each));
    below = end;
  }
  return amount;
}

/**
 * One price for all increments but those that are included. What is left of the units beyond them is
 * rounded again, where they are no whole increments.
 */
function flatAmount(increments: Decimal, price: DimensionPrice): Decimal {
  const { entitlement, increment, isOverageBilled } = price;
  if (entitlement === null || !isOverageBilled) return Decimal.ZERO;
  const beyond = increments.times(increment).minus(entitlement);
  return beyond.isPositive() ? incrementsOf(beyond, price).times(price.price) : Decimal.ZERO;
}

/**
 * What usage costs, as Paigo bills it: the units of each interval are divided by the increment and
 * rounded there, then come what is included, and the price or the tiers (`facts/paigo.md §4`).
 * @param values aggregated units, one for each interval
 */
export function priceUsage(price: DimensionPrice, values: readonly Decimal[]): PricedUsage {
  const increments = Decimal.sum(values.map((value) => incrementsOf(value, price)));
  const billed = Decimal.max(Decimal.ZERO, increments);
  return {
    units: increments.times(price.increment),
    amount: price.tiers.length > 0 ? tieredAmount(billed, price) : flatAmount(billed, price),
  };
}
