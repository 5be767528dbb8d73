import type { UsageRecord } from '../records/usage.ts';
import type { PaigoState } from '../state.ts';

/** Keeps a usage record. Takes the same time however many there are. */
export function recordUsage(state: PaigoState, sent: Omit<UsageRecord, 'visible'>): void {
  const record: UsageRecord = { ...sent, visible: false };
  const records = state.usage.get(record.customerId);
  if (records === undefined) state.usage.set(record.customerId, [record]);
  else records.push(record);
  state.reveal(`usage of ${record.customerId}`, record);
}
