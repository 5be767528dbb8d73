import { Decimal } from '@billport/core';
import type { DimensionRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';
import { aggregate } from './aggregate.ts';
import { byInterval } from './by-interval.ts';
import { incrementsOf } from './increments.ts';

/**
 * Increments that were used: those of each interval, rounded there, in sum
 * (`facts/paigo.md §4`: rounding is per interval, not per bill). Never below zero: a sum that
 * corrections took below it is nothing to bill.
 */
export function totalIncrements(
  dimension: DimensionRecord,
  records: readonly UsageRecord[],
): Decimal {
  const { aggregationInterval, aggregationMethod } = dimension;
  const increments = byInterval(aggregationInterval, records).map((members) =>
    incrementsOf(dimension, aggregate(aggregationMethod, members)),
  );
  return Decimal.max(Decimal.ZERO, Decimal.sum(increments));
}
