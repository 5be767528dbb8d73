import type { PaigoMetadata } from './customer.ts';

/** A price of a band of units; texts (`facts/paigo.md §3.3`). */
export interface TierRecord {
  /** Last unit of the band, or `inf`. */
  readonly upperBound: string;
  readonly tierPosition: string;
  readonly unitPrice?: string | undefined;
  readonly tierName?: string | undefined;
}

/** Tiers for usage records with certain metadata (`facts/paigo.md §3.3`). */
export interface TierGroupRecord {
  readonly metadataGroups: PaigoMetadata;
  readonly tiers: readonly TierRecord[];
}

/** A dimension as the emulator keeps it: metric, price and entitlement in one. */
export interface DimensionRecord {
  readonly dimensionId: string;
  dimensionName: string;
  consumptionUnit: { type: string; unit: string };
  usageIncrement: string;
  rounding: 'round' | 'floor' | 'ceiling';
  aggregationMethod: 'sum' | 'max' | 'min' | 'count' | 'average' | 'last';
  aggregationInterval: 'none' | 'hour' | 'day' | 'month';
  /** Price of one increment. */
  consumptionPrice?: string | undefined;
  tiers?: readonly TierRecord[] | undefined;
  tiersGroupByMetadata?: readonly TierGroupRecord[] | undefined;
  /** Included amount, or `inf`. */
  usageEntitlement?: string | undefined;
  overageAllowed?: 'true' | 'false' | undefined;
  paymentSchedule: 'upfront' | 'arrear';
  sampleType: 'gauge' | 'continious';
  measurementId?: string | undefined;
  metadata?: PaigoMetadata | undefined;
}
