import type { DimensionOverrideRecord } from '../records/customer.ts';
import type { DimensionRecord } from '../records/dimension.ts';

/**
 * The dimension with the price that counts. An override takes the place of the dimension's own
 * price of the same kind; dimensions that overrides do not name keep theirs (`facts/paigo.md §3.2`).
 * @param overrides The strongest first: those of an enrolment, then those of its offering.
 */
export function pricedDimension(
  dimension: DimensionRecord,
  overrides: readonly (readonly DimensionOverrideRecord[] | undefined)[],
): DimensionRecord {
  const own = overrides
    .flatMap((list) => list ?? [])
    .filter(({ dimensionId }) => dimensionId === dimension.dimensionId);
  const first = <Name extends keyof DimensionOverrideRecord>(name: Name) =>
    own.find((override) => override[name] !== undefined)?.[name];
  return {
    ...dimension,
    consumptionPrice: first('consumptionPrice') ?? dimension.consumptionPrice,
    tiers: first('tiers') ?? dimension.tiers,
    tiersGroupByMetadata: first('tiersGroupByMetadata') ?? dimension.tiersGroupByMetadata,
  };
}
