import type { UsageRecord } from '../records/usage.ts';
import { type AggregationInterval, intervalKey } from './intervals.ts';

/**
 * Records by the interval that they lie in, earliest first; within one they keep their order.
 * With `none` each record stands alone (`facts/paigo.md §6.15` leaves that open).
 */
export function byInterval(
  interval: AggregationInterval,
  records: readonly UsageRecord[],
): UsageRecord[][] {
  if (interval === 'none') return records.map((record) => [record]);
  const found = new Map<string, UsageRecord[]>();
  for (const record of records) {
    const key = intervalKey(interval, record.timestamp);
    const members = found.get(key);
    if (members === undefined) found.set(key, [record]);
    else members.push(record);
  }
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, members]) => members);
}
