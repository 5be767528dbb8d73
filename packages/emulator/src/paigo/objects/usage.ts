import type { DimensionRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';
import { decimalReply } from '../replies.ts';
import type { PaigoState } from '../state.ts';
import { aggregate, amountText } from '../usage/aggregate.ts';
import { byInterval } from '../usage/by-interval.ts';
import { type AggregationInterval, intervalOf } from '../usage/intervals.ts';
import { byGroup } from '../usage/usage-groups.ts';

/** A raw record as Paigo answers it (`facts/paigo.md §3.6`). */
export function rawUsageObject(state: PaigoState, record: UsageRecord) {
  const { timestamp, recordValue, metadata = {} } = record;
  return { timestamp, recordValue: decimalReply(state, recordValue), metadata };
}

/** Usage of one dimension, one amount for each interval that has records, and each price group. */
export function aggregatedUsageObjects(
  state: PaigoState,
  { aggregationMethod, tiersGroupByMetadata = [] }: DimensionRecord,
  interval: AggregationInterval,
  records: readonly UsageRecord[],
) {
  const groups = byGroup(state.switches.groupMatch, tiersGroupByMetadata, records);
  return [...groups].flatMap(([group, members]) =>
    byInterval(interval, members).flatMap((inInterval) => {
      const [first] = inInterval;
      if (first === undefined) return [];
      return {
        value: decimalReply(state, amountText(aggregate(aggregationMethod, inInterval))),
        ...intervalOf(interval, first.timestamp),
        metadataGroup: group?.metadataGroups,
      };
    }),
  );
}
