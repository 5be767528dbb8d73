import { Decimal, type Fee } from '@billport/core';
import { type Fields, isFields } from '../../machinery/json-fields.ts';
import { decimalIn, toRailsDecimal } from '../amounts.ts';

const text = (value: unknown): string => toRailsDecimal(decimalIn(value) ?? '0');

const bound = (value: unknown): number | null =>
  value === null || value === undefined ? null : Number(value);

/** What lay in a range: the units, and their price without the flat amount. */
function rangeDetails(range: Fields, tier: NonNullable<Fee['tiers']>[number]): Fields {
  const flat = Decimal.parse(decimalIn(range.flat_amount) ?? '0');
  const total = Decimal.parse(tier.amount);
  return {
    units: toRailsDecimal(tier.units),
    from_value: bound(range.from_value),
    to_value: bound(range.to_value),
    flat_unit_amount: text(range.flat_amount),
    ...('rate' in range
      ? { rate: text(range.rate) }
      : { per_unit_amount: text(range.per_unit_amount) }),
    per_unit_total_amount: toRailsDecimal(total.minus(flat).toString()),
    total_with_flat_amount: toRailsDecimal(total.toString()),
  };
}

/**
 * `amount_details` of a fee: how its units spread over the ranges of a graduated price. Empty for
 * the other models.
 * @param properties Those of the charge, or of its filter, as they were sent.
 */
export function feeAmountDetails({ tiers }: Fee, properties: Fields): Fields {
  if (tiers === undefined) return {};
  for (const name of ['graduated_ranges', 'graduated_percentage_ranges']) {
    const ranges = properties[name];
    if (!Array.isArray(ranges)) continue;
    return {
      [name]: tiers.map((tier, index) => {
        const range: unknown = ranges[index];
        return rangeDetails(isFields(range) ? range : {}, tier);
      }),
    };
  }
  return {};
}
