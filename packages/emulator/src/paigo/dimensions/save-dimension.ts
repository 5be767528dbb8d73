import type { z } from 'zod';
import { badRequest } from '../failure.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import { type Changes, putInto } from '../requests/put-into.ts';
import type { PaigoState } from '../state.ts';
import { dimensionProblems } from './dimension-problems.ts';
import {
  ABSENT_DIMENSION_FIELDS,
  type CHANGED_DIMENSION,
  type NEW_DIMENSION,
} from './dimension-shape.ts';

/** Puts changes into a copy of the record. @throws PaigoFailure 400 when the whole breaks rules. */
function changed(
  state: PaigoState,
  former: DimensionRecord,
  changes: Changes<DimensionRecord>,
): DimensionRecord {
  const dimension = { ...former };
  putInto(state, dimension, changes, ABSENT_DIMENSION_FIELDS);
  const problems = dimensionProblems(dimension);
  if (problems.length > 0) throw badRequest(...problems);
  return dimension;
}

/**
 * Makes a dimension.
 * @throws PaigoFailure 400 when the whole breaks rules.
 */
export function createDimension(
  state: PaigoState,
  fields: z.output<typeof NEW_DIMENSION>,
): DimensionRecord {
  const { dimensionName, consumptionUnit, usageIncrement, rounding } = fields;
  const named = { dimensionName, consumptionUnit, usageIncrement, rounding };
  const begun = { dimensionId: state.ids.next(), ...named, ...ABSENT_DIMENSION_FIELDS };
  const dimension = changed(state, begun, fields);
  state.dimensions.set(dimension.dimensionId, dimension);
  return dimension;
}

/**
 * Changes a dimension, for all offerings that hold it at once.
 * @throws PaigoFailure 400 when the whole breaks rules; then nothing has changed.
 */
export function updateDimension(
  state: PaigoState,
  dimension: DimensionRecord,
  changes: z.output<typeof CHANGED_DIMENSION>,
): void {
  Object.assign(dimension, changed(state, dimension, changes));
}
