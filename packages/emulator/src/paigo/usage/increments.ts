import { Decimal, type RoundingMode } from '@billport/core';
import type { DimensionRecord } from '../records/dimension.ts';
import type { Amount } from './aggregate.ts';

/** Paigo's three ways to round; `round` takes halves away from zero (`facts/paigo.md §3.3`). */
const MODES: Readonly<Record<DimensionRecord['rounding'], RoundingMode>> = {
  round: 'half_up',
  floor: 'floor',
  ceiling: 'ceil',
};

/**
 * Whole increments in an amount of consumption units, rounded once as the dimension says
 * (`facts/paigo.md §4`: divide by the increment, then round).
 */
export function incrementsOf(
  { usageIncrement, rounding }: Pick<DimensionRecord, 'usageIncrement' | 'rounding'>,
  amount: Decimal | Amount,
): Decimal {
  const { total, parts } =
    amount instanceof Decimal ? { total: amount, parts: Decimal.ONE } : amount;
  // One division only: an average that was cut before would round to the wrong side.
  return total.dividedBy(parts.times(Decimal.parse(usageIncrement)), 0, MODES[rounding]);
}
