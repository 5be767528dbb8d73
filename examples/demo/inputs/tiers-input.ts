import { BillingError, Decimal, type PercentageTier, type Tier } from '@billport/core';
import type { RateRange, UnitRange } from '../bill/bill-charge.ts';

/**
 * The upper bounds of ranges, in both spellings: `0-10, 11-20` and `0-10, 10-20` mean the same
 * tiers (`facts/rating.md §5`).
 * @throws BillingError `invalid_input` when a range does not begin where the one before it ends.
 */
function upperBounds(ranges: readonly (UnitRange | RateRange)[], field: string): (string | null)[] {
  let previous = Decimal.ZERO;
  return ranges.map(({ from_value, to_value }, index) => {
    const gap = Decimal.parse(from_value).minus(previous);
    const begins = gap.isZero() || (index > 0 && gap.equals(Decimal.ONE));
    if (!begins) {
      throw new BillingError('invalid_input', {
        message: `${field}[${index}].from_value: ${from_value} leaves a gap or overlaps: write ${previous}, where the range before it ends${index > 0 ? ', or one more' : ''}.`,
      });
    }
    if (to_value === undefined) return null;
    previous = Decimal.parse(to_value);
    return to_value;
  });
}

const flat = (amount: string | undefined) => (amount === undefined ? {} : { flatAmount: amount });

/** Ranges priced by the unit as tiers of the contract. */
export function unitTiers(ranges: readonly UnitRange[], field: string): Tier[] {
  const bounds = upperBounds(ranges, field);
  return ranges.map((range, index) => ({
    upTo: bounds[index] ?? null,
    unitAmount: range.per_unit_amount,
    ...flat(range.flat_amount),
  }));
}

/** Ranges priced in percent as tiers of the contract. */
export function rateTiers(ranges: readonly RateRange[], field: string): PercentageTier[] {
  const bounds = upperBounds(ranges, field);
  return ranges.map((range, index) => ({
    upTo: bounds[index] ?? null,
    rate: range.rate,
    ...flat(range.flat_amount),
  }));
}
