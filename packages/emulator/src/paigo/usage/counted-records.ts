import type { Instant } from '@billport/core';
import type { UsageRecord } from '../records/usage.ts';
import type { PaigoState } from '../state.ts';

/** Records of one customer that are looked for. */
export interface RecordFilter {
  readonly customerId: string;
  /** All dimensions when absent. */
  readonly dimensionId?: string;
  /** Inclusive; from the beginning when absent. */
  readonly from?: Instant | undefined;
  /** Exclusive; without end when absent. */
  readonly to?: Instant | undefined;
}

/** Without the later ones of records of one dimension at the same millisecond. */
function withoutRepeats(records: readonly UsageRecord[]): UsageRecord[] {
  const taken = new Set<string>();
  return records.filter(({ dimensionId, timestamp }) => {
    const key = `${timestamp} ${dimensionId}`;
    const isNew = !taken.has(key);
    taken.add(key);
    return isNew;
  });
}

/**
 * Records that count, in the order in which they came, seen by reads or not. Where records at the
 * same moment collapse, the first counts (`facts/paigo.md §6.3`).
 */
export function countedRecords(state: PaigoState, filter: RecordFilter): UsageRecord[] {
  const { customerId, dimensionId, from, to } = filter;
  const found = (state.usage.get(customerId) ?? []).filter(
    (record) =>
      (dimensionId === undefined || record.dimensionId === dimensionId) &&
      (from === undefined || record.timestamp >= from) &&
      (to === undefined || record.timestamp < to),
  );
  return state.switches.sameMoment === 'collapsed' ? withoutRepeats(found) : found;
}
