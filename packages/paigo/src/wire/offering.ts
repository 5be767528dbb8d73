import type { PaigoMetadata } from '../own-metadata.ts';
import type { PaigoDecimal, PaigoDimension } from './dimension.ts';

/** An offering as Paigo answers it (`facts/paigo.md §3.4`). */
export interface PaigoOffering {
  readonly offeringId: string;
  readonly offeringName: string;
  readonly dimensions?: readonly PaigoDimension[] | null;
  /** Prices of this offering instead of the dimensions' own. */
  readonly dimensionOverrides?: readonly PaigoDimensionOverride[] | null;
  /** `usage-based` or `subscription`; `usage-based` when absent. */
  readonly offeringType?: string | null;
  readonly offeringVisibility?: string | null;
  /** `monthly`, `annualToDate` or `topUp`; what absent means is not known (§6.13). */
  readonly billingCycle?: string | null;
  /** USD when absent (§4). */
  readonly currency?: string | null;
  readonly subscriptionPrice?: PaigoDecimal | null;
  readonly prepaidCredit?: PaigoDecimal | null;
  readonly minimumCharge?: PaigoDecimal | null;
  readonly topUpAmount?: PaigoDecimal | null;
  readonly topUpThreshold?: PaigoDecimal | null;
  /** Days. */
  readonly freeTrialLength?: PaigoDecimal | null;
  readonly metadata?: PaigoMetadata | null;
}

/** A price that counts instead of the dimension's own (`facts/paigo.md §3.2`). */
export interface PaigoDimensionOverride
  extends Pick<PaigoDimension, 'dimensionId' | 'consumptionPrice' | 'tiers'> {
  readonly tiersGroupByMetadata?: PaigoDimension['tiersGroupByMetadata'];
}

/** A new offering as Paigo takes it. */
export interface PaigoOfferingBody {
  readonly offeringName: string;
  readonly dimensionIds: readonly string[];
  readonly offeringType: 'usage-based' | 'subscription';
  readonly offeringVisibility: 'public';
  readonly billingCycle: 'monthly';
  readonly currency: string;
  /** A number, or its text where Paigo refuses that (§6.10). */
  readonly subscriptionPrice?: number | string;
  readonly minimumCharge?: string;
  readonly freeTrialLength?: string;
  readonly metadata: Readonly<Record<string, string>>;
}
