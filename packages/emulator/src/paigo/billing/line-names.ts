import type { DimensionRecord } from '../records/dimension.ts';
import type { OfferingRecord } from '../records/offering.ts';

/** What whole thousands of counted things are called (`facts/paigo.md §4` "Line items"). */
const COUNTS: Readonly<Record<string, string>> = {
  '1': 'Unit',
  '1000': 'Thousand',
  '1000000': 'Million',
  '1000000000': 'Billion',
};

/** The unit that quantities are in: an increment. Only `Thousand` is known from Paigo. */
export function unitName({ consumptionUnit, usageIncrement }: DimensionRecord): string {
  if (consumptionUnit.unit === 'count-based') {
    return COUNTS[usageIncrement] ?? `${usageIncrement} Units`;
  }
  const unit = consumptionUnit.unit.replace(/^./, (first) => first.toUpperCase());
  return usageIncrement === '1' ? unit : `${usageIncrement} ${unit}s`;
}

/** The name of a line: dimension, unit, offering (`facts/paigo.md §4` "Line items"). */
export const lineName = (dimension: DimensionRecord, { offeringName }: OfferingRecord): string =>
  `${dimension.dimensionName} - ${unitName(dimension)} - ${offeringName}`;
