import { badRequest } from '../failure.ts';
import type { DimensionOverrideRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import { overrideProblems } from './override-problems.ts';

/**
 * Prices that a request sets in place of dimensions' own.
 * @param field Where they stand in the request.
 * @param overrides Checked by the shape `DIMENSION_OVERRIDES`.
 * @throws PaigoFailure 400 for a dimension that is not there, and for a price of another structure.
 */
export function readDimensionOverrides(
  state: PaigoState,
  field: string,
  overrides: readonly DimensionOverrideRecord[],
): readonly DimensionOverrideRecord[] {
  const problems = overrideProblems(state, field, overrides, [...state.dimensions.keys()]);
  if (problems.length > 0) throw badRequest(...problems);
  return overrides;
}
