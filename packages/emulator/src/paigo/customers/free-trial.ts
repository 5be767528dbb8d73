import { toEpochMs } from '@billport/core';
import type { z } from 'zod';
import { refusePast } from '../enrollment/trial-end.ts';
import { badRequest } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { PaigoState } from '../state.ts';
import type { FREE_TRIAL } from './customer-shapes.ts';

/**
 * Moves the trial of an enrolment: of the offering that is named, or the latest.
 * @throws PaigoFailure 400 for a trial that is over, or without such an enrolment.
 */
export function moveFreeTrial(
  state: PaigoState,
  { enrollments }: CustomerRecord,
  { offeringId, freeTrialStartDate: start, freeTrialEndDate: end }: z.output<typeof FREE_TRIAL>,
): void {
  refusePast(state, 'freeTrialEndDate', end);
  if (start !== undefined && toEpochMs(start) >= toEpochMs(end)) {
    throw badRequest('freeTrialStartDate must be before freeTrialEndDate');
  }
  const enrollment = enrollments.findLast(
    (one) => offeringId === undefined || one.offeringId === offeringId,
  );
  if (enrollment === undefined) throw badRequest('Customer is not enrolled in such an offering');
  enrollment.freeTrialStartDate = start ?? enrollment.freeTrialStartDate;
  enrollment.freeTrialEndDate = end;
}
