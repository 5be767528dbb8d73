import type { Instant } from '@billport/core';
import type { TierGroupRecord, TierRecord } from './dimension.ts';

/** Data that callers keep on a thing. */
export type PaigoMetadata = Readonly<Record<string, unknown>>;

/** One discount on whole invoices (`facts/paigo.md §3.2`). */
export interface DiscountRecord {
  readonly name: string;
  /** From 0 to 100, as text. */
  readonly percentage: string;
  readonly endDate?: string | undefined;
}

/** A price that differs from the dimension's, for one customer or one offering. */
export interface DimensionOverrideRecord {
  readonly dimensionId: string;
  readonly consumptionPrice?: string | undefined;
  readonly tiers?: readonly TierRecord[] | undefined;
  readonly tiersGroupByMetadata?: readonly TierGroupRecord[] | undefined;
}

/** A customer on an offering: without an id of its own (`facts/paigo.md §3.2`). */
export interface EnrollmentRecord {
  readonly offeringId: string;
  readonly offeringEnrollmentDate: Instant;
  freeTrialStartDate?: Instant | undefined;
  /** When the trial ends: the offering's, or the one that was set for the customer. */
  freeTrialEndDate?: Instant | undefined;
  overrides?: readonly DimensionOverrideRecord[] | undefined;
  /** Until when usage and prices of this enrolment were invoiced. */
  billedUntil: Instant;
}

/** A customer as the emulator keeps it. */
export interface CustomerRecord {
  readonly customerId: string;
  customerName: string;
  email: string;
  paymentChannel: 'Stripe' | 'manual';
  paymentChannelOptions?: { stripeCustomerId: string } | undefined;
  currency?: string | undefined;
  taxExempt?: 'exempt' | 'none' | undefined;
  customerVatId?: string | undefined;
  address?: Readonly<Record<string, string | undefined>> | undefined;
  metadata?: PaigoMetadata | undefined;
  discount?: DiscountRecord | undefined;
  /** Oldest first. */
  readonly enrollments: EnrollmentRecord[];
  /** The customer that this one is a child of. */
  parentId?: string | undefined;
  readonly children: { childId: string; billParent: 'aggregated' | 'separate' }[];
}
