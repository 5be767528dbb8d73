import { pricedDimension } from '../dimensions/priced-dimension.ts';
import type { EnrollmentRecord } from '../records/customer.ts';
import type { DimensionRecord } from '../records/dimension.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';

/** The offering of an enrolment, which cannot be deleted while there is one. */
export function offeringOf(state: PaigoState, { offeringId }: EnrollmentRecord): OfferingRecord {
  const offering = state.offerings.get(offeringId);
  if (offering === undefined) {
    throw new Error(`Offering ${offeringId} went while customers were on it.`);
  }
  return offering;
}

/** A dimension with the price that counts in an enrolment. */
export const pricedFor = (
  dimension: DimensionRecord,
  enrollment: EnrollmentRecord,
  offering: OfferingRecord,
): DimensionRecord =>
  pricedDimension(dimension, [enrollment.overrides, offering.dimensionOverrides]);

/** The dimensions of an enrolment that are paid at this time, with the prices that count. */
export function enrolledDimensions(
  state: PaigoState,
  enrollment: EnrollmentRecord,
  schedule: DimensionRecord['paymentSchedule'],
): DimensionRecord[] {
  const offering = offeringOf(state, enrollment);
  return offering.dimensionIds.flatMap((id) => {
    const dimension = state.dimensions.get(id);
    if (dimension?.paymentSchedule !== schedule) return [];
    return [pricedFor(dimension, enrollment, offering)];
  });
}
