import { deductUsage } from '../credits/top-up.ts';
import type { UsageRecord } from '../records/usage.ts';
import type { PaigoState } from '../state.ts';
import { tellUsage } from '../webhooks/tell-usage.ts';

/**
 * Keeps a usage record, takes it off the balance where that is topped up, and tells those who asked
 * to know of used up entitlements. Takes the same time however many records there are, unless
 * somebody asked.
 */
export function recordUsage(state: PaigoState, sent: Omit<UsageRecord, 'visible'>): void {
  const record: UsageRecord = { ...sent, visible: false };
  const records = state.usage.get(record.customerId);
  if (records === undefined) state.usage.set(record.customerId, [record]);
  else records.push(record);
  state.reveal(`usage of ${record.customerId}`, record);
  deductUsage(state, record.customerId, record.dimensionId);
  tellUsage(state, record.customerId, record.dimensionId, record.timestamp);
}
