import type { DimensionOverrideRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import { priceStructures, structureProblems } from './price-structure.ts';
import { tierProblems } from './tier-problems.ts';

function problemsOf(
  state: PaigoState,
  field: string,
  override: DimensionOverrideRecord,
  dimensionIds: readonly string[],
): string[] {
  const dimension = state.dimensions.get(override.dimensionId);
  if (dimension === undefined || !dimensionIds.includes(override.dimensionId)) {
    return [
      `${field}.dimensionId ${override.dimensionId} is not a dimension that can be priced here`,
    ];
  }
  const { tiers = [], tiersGroupByMetadata = [] } = override;
  const [own = 'flat'] = priceStructures(dimension);
  const isOther = priceStructures(override).some((structure) => structure !== own);
  return [
    ...structureProblems(`${field}: `, override),
    ...(isOther ? [`${field} cannot change the structure of the price`] : []),
    ...tierProblems(`${field}.tiers`, tiers, dimension.usageIncrement),
    ...tiersGroupByMetadata.flatMap((group, index) => {
      const path = `${field}.tiersGroupByMetadata.${index}.tiers`;
      return tierProblems(path, group.tiers, dimension.usageIncrement);
    }),
  ];
}

/**
 * What is wrong with prices that take the place of dimensions' own (`facts/paigo.md §3.2`): each
 * names one of the dimensions and keeps to the structure of its price.
 * @param field What the texts begin with, such as `dimensionOverrides`.
 * @param dimensionIds Ids of the offering's dimensions.
 */
export function overrideProblems(
  state: PaigoState,
  field: string,
  overrides: readonly DimensionOverrideRecord[],
  dimensionIds: readonly string[],
): string[] {
  return overrides.flatMap((override, index) =>
    problemsOf(state, `${field}.${index}`, override, dimensionIds),
  );
}
