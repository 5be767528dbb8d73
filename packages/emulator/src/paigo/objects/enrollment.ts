import { trialEndOf } from '../enrollment/trial-end.ts';
import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';
import { dimensionOverrideObject } from './dimension-override.ts';
import { offeringObject } from './offering.ts';

/** What differs for the customer; undefined where nothing does. */
function overridesOf(
  state: PaigoState,
  { discount }: CustomerRecord,
  { overrides = [], freeTrialEndDate, offeringEnrollmentDate }: EnrollmentRecord,
  offering: OfferingRecord,
) {
  const isTrialOwn = freeTrialEndDate !== trialEndOf(offering, offeringEnrollmentDate);
  const own = {
    ...(discount && { discount }),
    ...(overrides.length > 0 && {
      dimensionOverrides: overrides.map((one) => dimensionOverrideObject(state, one)),
    }),
    ...(freeTrialEndDate && isTrialOwn && { freeTrialEndDate }),
  };
  return Object.keys(own).length === 0 ? undefined : own;
}

/** An enrolment as Paigo tells it: with the whole offering, and no id (`facts/paigo.md §3.2`). */
export function enrollmentObject(
  state: PaigoState,
  customer: CustomerRecord,
  enrollment: EnrollmentRecord,
) {
  const offering = state.offerings.get(enrollment.offeringId);
  if (offering === undefined) {
    throw new Error(`Offering ${enrollment.offeringId} went while customers were on it.`);
  }
  return {
    offering: offeringObject(state, offering),
    offeringEnrollmentDate: enrollment.offeringEnrollmentDate,
    overrides: overridesOf(state, customer, enrollment, offering),
  };
}
