import { expect, it } from 'vitest';
import type { DimensionRecord } from '../records/dimension.ts';
import { unitName } from './line-names.ts';

const dimension = (type: string, unit: string, usageIncrement: string) =>
  ({ consumptionUnit: { type, unit }, usageIncrement }) as DimensionRecord;

// "Seats - Thousand - …" is Paigo's own (facts/paigo.md §4); the others follow it.
it.each([
  ['count', 'count-based', '1', 'Unit'],
  ['count', 'count-based', '1000', 'Thousand'],
  ['count', 'count-based', '250', '250 Units'],
  ['time', 'minute', '1', 'Minute'],
  ['time', 'minute', '60', '60 Minutes'],
  ['data', 'gigabyte', '1', 'Gigabyte'],
])('names increments of %s in %s by %s "%s"', (type, unit, increment, name) => {
  expect(unitName(dimension(type, unit, increment))).toBe(name);
});
