import { compact } from '@billport/adapter-kit';
import type { PaigoMetadata } from '../own-metadata.ts';
import type {
  PaigoDimension,
  PaigoTier,
  PaigoTierBody,
  PaigoTierGroup,
} from '../wire/dimension.ts';
import { decimalOf, listOf } from '../wire/reading.ts';

/** What a change of a dimension may name: absent stays, null takes it away. */
export interface DimensionChanges {
  readonly dimensionName?: string | undefined;
  readonly consumptionUnit?: { readonly type?: string; readonly unit?: string } | undefined;
  readonly usageIncrement?: string | undefined;
  readonly rounding?: string | undefined;
  readonly aggregationMethod?: string | undefined;
  readonly aggregationInterval?: string | undefined;
  readonly consumptionPrice?: string | undefined;
  /** Replaced as a whole. */
  readonly tiers?: readonly PaigoTierBody[] | undefined;
  readonly tiersGroupByMetadata?: readonly object[] | undefined;
  readonly usageEntitlement?: number | 'inf' | undefined;
  readonly overageAllowed?: string | undefined;
  readonly paymentSchedule?: string | undefined;
  readonly sampleType?: string | undefined;
  readonly measurementId?: string | undefined;
  /** By name: what is not named stays, null takes it away. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** A tier as Paigo takes it: texts, and a price also where it is free (`facts/paigo.md §6.16`). */
const tierBody = ({ upperBound, tierPosition, unitPrice, tierName }: PaigoTier): PaigoTierBody => ({
  upperBound: decimalOf(upperBound) ?? 'inf',
  tierPosition: String(tierPosition),
  unitPrice: decimalOf(unitPrice) ?? '0',
  ...(tierName && { tierName }),
});

function tierBodies(value: unknown): PaigoTierBody[] | undefined {
  const tiers = listOf<PaigoTier>(value);
  return tiers.length > 0 ? tiers.map(tierBody) : undefined;
}

function tierGroups({ tiersGroupByMetadata }: PaigoDimension) {
  const groups = listOf<PaigoTierGroup>(tiersGroupByMetadata);
  if (groups.length === 0) return undefined;
  return groups.map(({ metadataGroups, tiers }) => ({
    metadataGroups,
    tiers: tierBodies(tiers) ?? [],
  }));
}

function entitlementOf({ usageEntitlement }: PaigoDimension): number | 'inf' | undefined {
  if (usageEntitlement === 'inf') return 'inf';
  const units = decimalOf(usageEntitlement);
  return units === undefined ? undefined : Number(units);
}

/** Metadata by name, without names that have no value. */
export function metadataFields(metadata: PaigoMetadata | null | undefined) {
  const entries = Object.entries(metadata ?? {}).filter(([, value]) => value != null);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** Others write `time-based` and `data-based`, which Paigo's own document refuses (`facts/paigo.md §6.12`). */
function unitOf({ consumptionUnit }: PaigoDimension): DimensionChanges['consumptionUnit'] {
  if (!consumptionUnit) return undefined;
  const type = consumptionUnit.type?.replace(/^(time|data)-based$/, '$1');
  return { ...consumptionUnit, ...(type !== undefined && { type }) };
}

/** Everything of a dimension that a change can name, as it is and as Paigo takes it. */
export function dimensionFields(dimension: PaigoDimension): DimensionChanges {
  const { overageAllowed, measurement } = dimension;
  return compact<DimensionChanges>({
    dimensionName: dimension.dimensionName,
    consumptionUnit: unitOf(dimension),
    usageIncrement: decimalOf(dimension.usageIncrement),
    rounding: dimension.rounding ?? undefined,
    aggregationMethod: dimension.aggregationMethod ?? undefined,
    aggregationInterval: dimension.aggregationInterval ?? undefined,
    consumptionPrice: decimalOf(dimension.consumptionPrice),
    tiers: tierBodies(dimension.tiers),
    tiersGroupByMetadata: tierGroups(dimension),
    usageEntitlement: entitlementOf(dimension),
    overageAllowed: overageAllowed == null ? undefined : String(overageAllowed),
    paymentSchedule: dimension.paymentSchedule ?? undefined,
    sampleType: dimension.sampleType ?? undefined,
    measurementId: measurement?.measurementId,
    metadata: metadataFields(dimension.metadata),
  });
}
