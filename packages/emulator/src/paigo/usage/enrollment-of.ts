import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';

/** A customer's first enrolment whose offering holds the dimension; undefined when none does. */
export function enrollmentOf(
  state: PaigoState,
  { enrollments }: CustomerRecord,
  dimensionId: string,
): EnrollmentRecord | undefined {
  return enrollments.find(({ offeringId }) =>
    state.offerings.get(offeringId)?.dimensionIds.includes(dimensionId),
  );
}
