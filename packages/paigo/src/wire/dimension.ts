import type { PaigoMetadata } from '../own-metadata.ts';

/** A decimal that Paigo writes as text or as a number (`facts/paigo.md §3.0`). */
export type PaigoDecimal = string | number;

/** A price of a band of units (`facts/paigo.md §3.3`). */
export interface PaigoTier {
  /** Last unit of the band, included; `inf` for the open one. */
  readonly upperBound: PaigoDecimal;
  /** Place among the tiers, from 1. */
  readonly tierPosition: PaigoDecimal;
  /** Price of one increment; free when absent. */
  readonly unitPrice?: PaigoDecimal | null;
  readonly tierName?: string | null;
}

/** Tiers for usage records with certain metadata (`facts/paigo.md §3.3`). */
export interface PaigoTierGroup {
  readonly metadataGroups: PaigoMetadata;
  readonly tiers: readonly PaigoTier[];
}

/** A dimension as Paigo answers it: metric, price and entitlement in one (`facts/paigo.md §3.3`). */
export interface PaigoDimension {
  readonly dimensionId: string;
  readonly dimensionName: string;
  readonly consumptionUnit?: { readonly type?: string; readonly unit?: string } | null;
  /** Units that are priced together. */
  readonly usageIncrement?: PaigoDecimal | null;
  /** `round`, `floor` or `ceiling`. */
  readonly rounding?: string | null;
  /** `sum`, `max`, `min`, `count`, `average` or `last`; `max` when absent. */
  readonly aggregationMethod?: string | null;
  /** `none`, `hour`, `day` or `month`; `hour` when absent. */
  readonly aggregationInterval?: string | null;
  /** Price of one increment. */
  readonly consumptionPrice?: PaigoDecimal | null;
  readonly tiers?: readonly PaigoTier[] | null;
  readonly tiersGroupByMetadata?: readonly PaigoTierGroup[] | null;
  /** Included units, or `inf`. */
  readonly usageEntitlement?: PaigoDecimal | null;
  /** `true` or `false`, as text. */
  readonly overageAllowed?: string | boolean | null;
  /** `upfront` or `arrear`; `arrear` when absent. */
  readonly paymentSchedule?: string | null;
  /** `gauge` or `continious`; `gauge` when absent. */
  readonly sampleType?: string | null;
  /** Where Paigo itself collects the usage from. */
  readonly measurement?: { readonly measurementId?: string } | null;
  readonly metadata?: PaigoMetadata | null;
}

/** A tier as Paigo takes it. */
export interface PaigoTierBody {
  readonly upperBound: string;
  readonly tierPosition: string;
  readonly unitPrice: string;
  readonly tierName?: string;
}

/** What the units of a dimension cost, as Paigo takes it: one price or tiers, never both. */
export type PaigoPriceBody =
  | {
      readonly consumptionPrice: string;
      readonly usageEntitlement: number;
      readonly overageAllowed: 'true';
    }
  | { readonly tiers: readonly PaigoTierBody[] };

/** How the units of a dimension are counted, as Paigo takes it. */
export interface PaigoCountBody {
  readonly usageIncrement: string;
  readonly rounding: 'round' | 'floor' | 'ceiling';
  readonly aggregationMethod: 'count' | 'sum' | 'max' | 'last';
  readonly aggregationInterval: 'month';
}

/** A new dimension as Paigo takes it: nothing is left to its defaults (`facts/paigo.md §4`). */
export type PaigoDimensionBody = PaigoCountBody &
  PaigoPriceBody & {
    readonly dimensionName: string;
    readonly consumptionUnit: { readonly type: 'count'; readonly unit: 'count-based' };
    readonly paymentSchedule: 'arrear';
    readonly metadata: Readonly<Record<string, string>>;
  };
