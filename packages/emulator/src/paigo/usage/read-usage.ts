import { badRequest } from '../failure.ts';
import { aggregatedUsageObjects, rawUsageObject } from '../objects/usage.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';
import type { PaigoState } from '../state.ts';
import { countedRecords } from './counted-records.ts';
import { enrollmentOf } from './enrollment-of.ts';
import type { AggregationInterval } from './intervals.ts';
import type { UsageQuery } from './usage-shape.ts';

/** @throws PaigoFailure 400 unless the start is before the end, and the end before now. */
function refuseWrongTimes(state: PaigoState, { startTime, endTime }: UsageQuery): void {
  if (endTime === undefined) return;
  const problems = [
    ...(endTime < state.now() ? [] : ['endTime must be before the current time']),
    ...(startTime === undefined || startTime < endTime ? [] : ['endTime must be after startTime']),
  ];
  if (problems.length > 0) throw badRequest(...problems);
}

/** Records by dimension, in the order in which each dimension came first. */
function byDimension(records: readonly UsageRecord[]): Map<string, UsageRecord[]> {
  const found = new Map<string, UsageRecord[]>();
  for (const record of records) {
    const members = found.get(record.dimensionId);
    if (members === undefined) found.set(record.dimensionId, [record]);
    else members.push(record);
  }
  return found;
}

/** When what is told of a dimension begins: with its enrolment, or the customer's first. */
function beginOf(customer: CustomerRecord, enrolledAt: string | undefined): string {
  const [first = ''] = customer.enrollments.map((one) => one.offeringEnrollmentDate).sort();
  return enrolledAt ?? first;
}

/** Records as they are told; undefined for those of a deleted dimension, whose method is gone. */
function usageObjects(
  state: PaigoState,
  dimension: DimensionRecord | undefined,
  interval: AggregationInterval | undefined,
  records: readonly UsageRecord[],
): readonly object[] | undefined {
  if (interval === 'none') return records.map((record) => rawUsageObject(state, record));
  if (dimension === undefined || interval === undefined) return undefined;
  return aggregatedUsageObjects(state, dimension, interval, records);
}

/** One dimension's part of the answer; nothing where nothing is to be told of it. */
function dimensionUsage(
  state: PaigoState,
  customer: CustomerRecord,
  query: UsageQuery,
  [dimensionId, all]: readonly [string, readonly UsageRecord[]],
) {
  const enrollment = enrollmentOf(state, customer, dimensionId);
  const isWhole = query.ignoreEnrollmentDate === 'true';
  const begin = isWhole ? '' : beginOf(customer, enrollment?.offeringEnrollmentDate);
  const records = all.filter(({ timestamp }) => timestamp >= begin);
  if (records.length === 0) return [];
  const dimension = state.dimensions.get(dimensionId);
  const interval = query.aggregationInterval ?? dimension?.aggregationInterval;
  const usage = usageObjects(state, dimension, interval, records);
  if (usage === undefined) return [];
  return [{ dimensionId, offeringId: enrollment?.offeringId, usage }];
}

/**
 * A customer's usage by dimension, for reads: aggregated over the interval that is asked for, or
 * the dimension's own, and raw with `none` (`facts/paigo.md §3.6`). What sets the purposes
 * `billing` and `metering` apart is stated nowhere: both are told the same. Usage from before an
 * enrolment is hidden unless asked for. Dimensions without usage are left out.
 * @throws PaigoFailure 400 for times in the wrong order, and for an end that is not over.
 */
export function readUsage(state: PaigoState, customer: CustomerRecord, query: UsageQuery) {
  refuseWrongTimes(state, query);
  const { startTime: from, endTime: to } = query;
  const records = countedRecords(state, { customerId: customer.customerId, from, to });
  const visible = records.filter((record) => record.visible);
  return [...byDimension(visible)].flatMap((part) => dimensionUsage(state, customer, query, part));
}
