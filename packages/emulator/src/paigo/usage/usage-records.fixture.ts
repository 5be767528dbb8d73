import type { DimensionRecord } from '../records/dimension.ts';
import type { UsageRecord } from '../records/usage.ts';

/** A dimension of counted things at no price, summed over months. */
export const dimensionWith = (fields: Partial<DimensionRecord> = {}): DimensionRecord => ({
  dimensionId: 'dimension',
  dimensionName: 'Calls',
  consumptionUnit: { type: 'count', unit: 'count-based' },
  usageIncrement: '1',
  rounding: 'round',
  aggregationMethod: 'sum',
  aggregationInterval: 'month',
  paymentSchedule: 'arrear',
  sampleType: 'gauge',
  ...fields,
});

/** A usage record. */
export const recordOf = (
  recordValue: string,
  timestamp = '2026-03-01T00:00:00.000Z',
  metadata?: UsageRecord['metadata'],
): UsageRecord => ({
  customerId: 'acme',
  dimensionId: 'dimension',
  timestamp,
  recordValue,
  metadata,
  visible: true,
});
