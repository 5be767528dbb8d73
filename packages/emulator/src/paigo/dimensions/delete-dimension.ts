import { inUse } from '../failure.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { PaigoState } from '../state.ts';

/**
 * Deletes a dimension; usage of it stays.
 * @throws PaigoFailure 409 with the ids of the offerings that hold it.
 */
export function deleteDimension(state: PaigoState, { dimensionId }: DimensionRecord): void {
  const holders = [...state.offerings.values()].filter(({ dimensionIds }) =>
    dimensionIds.includes(dimensionId),
  );
  if (holders.length > 0) {
    const ids = holders.map(({ offeringId }) => offeringId).join(', ');
    throw inUse(`Dimensions of offerings cannot be deleted. Offerings with it: ${ids}`);
  }
  state.dimensions.delete(dimensionId);
}
