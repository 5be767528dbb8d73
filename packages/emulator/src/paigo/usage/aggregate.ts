import { Decimal } from '@billport/core';
import type { DimensionRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';

/** How the records of one interval become one number. */
export type AggregationMethod = DimensionRecord['aggregationMethod'];

/** An exact amount of usage: `total / parts`. Only averages have more than one part. */
export interface Amount {
  readonly total: Decimal;
  /** A whole number above zero. */
  readonly parts: Decimal;
}

/** Digits behind the point that an average is told with where it never ends. */
const AVERAGE_DIGITS = 20;

const whole = (total: Decimal): Amount => ({ total, parts: Decimal.ONE });

const valuesOf = (records: readonly UsageRecord[]) =>
  records.map(({ recordValue }) => Decimal.parse(recordValue));

/** The record with the latest moment; of several, the last to come. Undefined when there is none. */
export function latestRecord(records: readonly UsageRecord[]): UsageRecord | undefined {
  let latest: UsageRecord | undefined;
  for (const record of records) {
    if (latest === undefined || record.timestamp >= latest.timestamp) latest = record;
  }
  return latest;
}

const METHODS: Readonly<Record<AggregationMethod, (records: readonly UsageRecord[]) => Amount>> = {
  sum: (records) => whole(Decimal.sum(valuesOf(records))),
  max: (records) => whole(valuesOf(records).reduce(Decimal.max)),
  min: (records) => whole(valuesOf(records).reduce(Decimal.min)),
  count: (records) => whole(Decimal.fromInteger(records.length)),
  average: (records) => ({
    total: Decimal.sum(valuesOf(records)),
    parts: Decimal.fromInteger(records.length),
  }),
  last: (records) => whole(Decimal.parse(latestRecord(records)?.recordValue ?? '0')),
};

/**
 * The records of one interval as one amount (`facts/paigo.md §4` "Billing pipeline"). `count`
 * counts records, whatever their values.
 * @param records At least one, in the order in which they came.
 */
export function aggregate(method: AggregationMethod, records: readonly UsageRecord[]): Amount {
  return METHODS[method](records);
}

/** An amount as a decimal text; averages that never end are rounded to 20 digits. */
export function amountText({ total, parts }: Amount): string {
  const isWhole = parts.equals(Decimal.ONE);
  return (isWhole ? total : total.dividedBy(parts, AVERAGE_DIGITS)).toString();
}
