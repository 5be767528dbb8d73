import { readDimensionOverrides } from '../dimensions/read-dimension-overrides.ts';
import { badRequest } from '../failure.ts';
import type {
  CustomerRecord,
  DimensionOverrideRecord,
  EnrollmentRecord,
} from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import type { EnrollmentChanges } from './enrollment-shapes.ts';
import { refusePast } from './trial-end.ts';

type Overrides = NonNullable<EnrollmentChanges['overrides']>;

/** Overrides that were read, with prices that fit their dimensions. */
export type ReadOverrides = Omit<Overrides, 'dimensionOverrides'> & {
  readonly dimensionOverrides?: readonly DimensionOverrideRecord[] | undefined;
};

/** @throws PaigoFailure 400 for prices of another structure, and for a trial that is over. */
export function readOverrides(state: PaigoState, overrides: Overrides = {}): ReadOverrides {
  const { dimensionOverrides, ...others } = overrides;
  refusePast(state, 'overrides.freeTrialEndDate', overrides.freeTrialEndDate);
  if (dimensionOverrides === undefined) return others;
  const field = 'overrides.dimensionOverrides';
  return {
    ...others,
    dimensionOverrides: readDimensionOverrides(state, field, dimensionOverrides),
  };
}

/**
 * Refuses overrides that no enrolment takes.
 * @param offeringIds The offerings that the overrides are for.
 * @throws PaigoFailure 400
 */
export function refuseStrayOverrides(
  state: PaigoState,
  { dimensionOverrides = [], freeTrialEndDate }: ReadOverrides,
  offeringIds: readonly string[],
): void {
  const dimensions = offeringIds.flatMap((id) => state.offerings.get(id)?.dimensionIds ?? []);
  const strays = dimensionOverrides.filter(({ dimensionId }) => !dimensions.includes(dimensionId));
  if (strays.length > 0) {
    const ids = strays.map(({ dimensionId }) => dimensionId).join(', ');
    throw badRequest(`The customer's offerings have no dimensions ${ids}`);
  }
  if (freeTrialEndDate !== undefined && offeringIds.length === 0) {
    throw badRequest('Customer is not enrolled in any offering');
  }
}

/** Puts overrides in force: the discount for the customer, the others for these enrolments. */
export function applyOverrides(
  state: PaigoState,
  customer: CustomerRecord,
  enrollments: readonly EnrollmentRecord[],
  overrides: ReadOverrides,
): void {
  const { discount, dimensionOverrides, freeTrialEndDate } = overrides;
  if (discount !== undefined) customer.discount = discount ?? undefined;
  for (const enrollment of enrollments) {
    if (freeTrialEndDate !== undefined) enrollment.freeTrialEndDate = freeTrialEndDate;
    if (dimensionOverrides === undefined) continue;
    const { dimensionIds = [] } = state.offerings.get(enrollment.offeringId) ?? {};
    enrollment.overrides = dimensionOverrides.filter(({ dimensionId }) =>
      dimensionIds.includes(dimensionId),
    );
  }
}
