import { inUse } from '../failure.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';

/**
 * Deletes an offering; its dimensions stay.
 * @throws PaigoFailure 409 with the ids of the customers in it.
 */
export function deleteOffering(state: PaigoState, { offeringId }: OfferingRecord): void {
  const members = [...state.customers.values()].filter(({ enrollments }) =>
    enrollments.some((enrollment) => enrollment.offeringId === offeringId),
  );
  if (members.length > 0) {
    const ids = members.map(({ customerId }) => customerId).join(', ');
    throw inUse(`Offerings with customers cannot be deleted. Customers in it: ${ids}`);
  }
  state.offerings.delete(offeringId);
}
