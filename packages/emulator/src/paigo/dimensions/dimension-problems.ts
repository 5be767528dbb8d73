import type { DimensionRecord } from '../records/dimension.ts';
import { structureProblems } from './price-structure.ts';
import { tierProblems } from './tier-problems.ts';

/** What is wrong with a whole dimension, beyond its single fields (`facts/paigo.md §3.3`). */
export function dimensionProblems(dimension: DimensionRecord): string[] {
  const { tiers = [], tiersGroupByMetadata = [], usageIncrement } = dimension;
  return [
    ...structureProblems('', dimension),
    ...tierProblems('tiers', tiers, usageIncrement),
    ...tiersGroupByMetadata.flatMap((group, index) =>
      tierProblems(`tiersGroupByMetadata.${index}.tiers`, group.tiers, usageIncrement),
    ),
  ];
}
