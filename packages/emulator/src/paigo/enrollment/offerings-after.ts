import { badRequest } from '../failure.ts';
import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';
import type { EnrollmentChanges } from './enrollment-shapes.ts';

/** Which enrolments end, and which offering begins. */
export interface Moves {
  readonly leaving: readonly EnrollmentRecord[];
  readonly joining?: OfferingRecord | undefined;
}

/** What a request says about offerings, without its overrides and usage. */
export type Enrolling = Pick<
  EnrollmentChanges,
  'offeringId' | 'removePriorOffering' | 'unenrollOffering'
>;

/**
 * The offering that a body names.
 * @throws PaigoFailure 400 where none has the id.
 */
export function offeringNamed(state: PaigoState, offeringId: string): OfferingRecord {
  const offering = state.offerings.get(offeringId);
  if (offering === undefined) throw badRequest(`No Offerings found with ID: ${offeringId}`);
  return offering;
}

/** The one enrolment that goes; nothing else may be asked for beside it. */
function leaveOne(customer: CustomerRecord, { unenrollOffering: id, ...others }: Enrolling): Moves {
  if (others.offeringId !== undefined || others.removePriorOffering !== undefined) {
    throw badRequest('unenrollOffering cannot be used with offeringId or removePriorOffering');
  }
  const leaving = customer.enrollments.filter(({ offeringId }) => offeringId === id);
  if (leaving.length > 0) return { leaving };
  throw badRequest(`Customer is not enrolled in offering ${id}`);
}

/**
 * What becomes of a customer's enrolments (`facts/paigo.md §3.2`). An offering that the customer is
 * on already stays as it is. Where a request does not say whether the others go, the switch
 * `priorOfferings` does.
 * @throws PaigoFailure 400 for an unknown offering, or for what cannot be asked together.
 */
export function movesOf(state: PaigoState, customer: CustomerRecord, changes: Enrolling): Moves {
  const { offeringId, removePriorOffering, unenrollOffering } = changes;
  if (unenrollOffering !== undefined) return leaveOne(customer, changes);
  if (offeringId === null) return { leaving: [...customer.enrollments] };
  if (offeringId === undefined)
    return { leaving: removePriorOffering ? [...customer.enrollments] : [] };
  const offering = offeringNamed(state, offeringId);
  const others = customer.enrollments.filter((one) => one.offeringId !== offeringId);
  const isOn = others.length < customer.enrollments.length;
  const goByThemselves = !isOn && state.switches.priorOfferings === 'go';
  return {
    leaving: (removePriorOffering ?? goByThemselves) ? others : [],
    joining: isOn ? undefined : offering,
  };
}
