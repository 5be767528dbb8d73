import { type ArrearsCharge, BillingError, chargeCode, type Metric } from '@billport/core';
import { aggregationOf, propertyOf } from '../metrics/aggregations.ts';
import { metricCodeOf } from '../metrics/find-metric.ts';
import { OWN, ownValue } from '../own-metadata.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import type { PaigoDimensionOverride, PaigoOffering } from '../wire/offering.ts';
import { listOf, textOf } from '../wire/reading.ts';
import { type DimensionPrice, dimensionPrice, isPricedByMetadata } from './dimension-price.ts';
import { readCharge } from './read-charge.ts';

/** A dimension of an offering: what it measures, and what that costs. */
export interface ChargeDimension {
  readonly dimensionId: string;
  /** Code of the metric; the dimension's id where others made it. */
  readonly metric: string;
  /** Code of the charge in its plan. */
  readonly code: string;
  readonly name: string | undefined;
  /** `unknown` for methods that the contract has no word for. */
  readonly aggregation: Metric['aggregation'];
  /** The event property that is aggregated; undefined for counts and where others made it. */
  readonly property: string | undefined;
  /** Whether usage is priced by the metadata of its records: none may be added (§6.2). */
  readonly isPricedByMetadata: boolean;
  /** The exact price; undefined where it cannot be told from the dimension alone. */
  readonly price: DimensionPrice | undefined;
  /** The charge in the words of the contract; undefined where there are none for it. */
  readonly charge: ArrearsCharge | undefined;
}

/** Code of the charge that a dimension is, in its plan. */
export const chargeCodeOf = (dimension: PaigoDimension): string =>
  chargeCode({
    metric: metricCodeOf(dimension),
    code: ownValue(dimension.metadata, OWN.charge),
  });

/** Reads a dimension of an offering, whoever made it. */
export function chargeDimension(dimension: PaigoDimension): ChargeDimension {
  const metric = metricCodeOf(dimension);
  const { charge } = readCharge(dimension);
  return {
    dimensionId: dimension.dimensionId,
    metric,
    code: chargeCodeOf(dimension),
    name: charge?.name,
    aggregation: aggregationOf(dimension),
    property: propertyOf(dimension),
    isPricedByMetadata: isPricedByMetadata(dimension),
    price: dimensionPrice(dimension),
    charge,
  };
}

/** Whether the dimension's charge was removed from its plan: it stays where Paigo merges lists. */
export const isRemoved = ({ metadata }: PaigoDimension): boolean =>
  ownValue(metadata, OWN.removed) !== undefined;

function positionOf({ metadata }: PaigoDimension): number {
  const position = Number(ownValue(metadata, OWN.position) || Number.NaN);
  return Number.isNaN(position) ? Number.POSITIVE_INFINITY : position;
}

/** Orders by place in the plan; those without one stay behind, as they came. */
function byPosition(one: PaigoDimension, other: PaigoDimension): number {
  const [first, second] = [positionOf(one), positionOf(other)];
  return first === second ? 0 : first - second;
}

/** The dimension with the price that counts: an override's takes the place of its own. */
function withOverride(
  dimension: PaigoDimension,
  overrides: readonly PaigoDimensionOverride[],
): PaigoDimension {
  const found = overrides.find(({ dimensionId }) => dimensionId === dimension.dimensionId);
  if (found === undefined) return dimension;
  return {
    ...dimension,
    consumptionPrice: found.consumptionPrice ?? dimension.consumptionPrice ?? null,
    tiers: found.tiers ?? dimension.tiers ?? null,
    tiersGroupByMetadata: found.tiersGroupByMetadata ?? dimension.tiersGroupByMetadata ?? null,
  };
}

/**
 * All dimensions of an offering, also those whose charge was removed.
 * @throws BillingError `malformed_response` for dimensions that cannot be read.
 */
export function dimensionsOf({ offeringId, dimensions }: PaigoOffering): PaigoDimension[] {
  const found = listOf<PaigoDimension>(dimensions);
  if (found.every(({ dimensionId }) => textOf(dimensionId) !== undefined)) return found;
  throw new BillingError('malformed_response', {
    message: `Paigo sent offering ${offeringId} with a dimension without dimensionId.`,
  });
}

/**
 * The dimensions of an offering that its plan charges for, in the plan's order, with the prices that
 * count.
 * @param overrides those of an enrolment: they are stronger than the offering's (`facts/paigo.md §3.2`)
 * @throws BillingError `malformed_response` for dimensions that cannot be read.
 */
export function chargedDimensions(
  offering: PaigoOffering,
  overrides: readonly PaigoDimensionOverride[] = [],
): PaigoDimension[] {
  const living = dimensionsOf(offering).filter((dimension) => !isRemoved(dimension));
  const own = listOf<PaigoDimensionOverride>(offering.dimensionOverrides);
  const priced = living.map((dimension) => withOverride(withOverride(dimension, own), overrides));
  return priced.sort(byPosition);
}
