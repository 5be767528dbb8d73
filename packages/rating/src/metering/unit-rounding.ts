import type { Decimal, UnitRounding } from '@billport/core';

const MODES = { round: 'half_up', ceil: 'ceil', floor: 'floor' } as const;

/**
 * Rounds aggregated units as the metric says, after proration; precision 0 when absent, negative
 * for tens and hundreds (`facts/rating.md §4`). Units stay as they are without a rounding.
 */
export function roundUnits(units: Decimal, rounding: UnitRounding | undefined): Decimal {
  return rounding === undefined
    ? units
    : units.round(rounding.precision ?? 0, MODES[rounding.mode]);
}
