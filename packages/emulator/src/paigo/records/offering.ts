import type { DimensionOverrideRecord, PaigoMetadata } from './customer.ts';

/** An offering as the emulator keeps it: what customers enrol in (`facts/paigo.md §3.4`). */
export interface OfferingRecord {
  readonly offeringId: string;
  offeringName: string;
  dimensionIds: string[];
  offeringType: 'usage-based' | 'subscription';
  offeringVisibility: 'public' | 'private';
  billingCycle?: 'monthly' | 'annualToDate' | 'topUp' | undefined;
  currency?: string | undefined;
  subscriptionPrice?: string | undefined;
  prepaidCredit?: string | undefined;
  minimumCharge?: string | undefined;
  topUpAmount?: string | undefined;
  topUpThreshold?: string | undefined;
  freeTrialLength?: string | undefined;
  dimensionOverrides?: readonly DimensionOverrideRecord[] | undefined;
  metadata?: PaigoMetadata | undefined;
}
