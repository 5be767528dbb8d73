import { type Instant, toEpochMs, toInstant } from '@billport/core';
import { badRequest } from '../failure.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';

const DAY_MS = 86_400_000;

/** When an offering's own trial ends for who enrols at the moment; undefined without a trial. */
export function trialEndOf({ freeTrialLength = '0' }: OfferingRecord, from: Instant) {
  const days = Number(freeTrialLength);
  return days > 0 ? toInstant(toEpochMs(from) + days * DAY_MS) : undefined;
}

/** @throws PaigoFailure 400 for a moment that is not in the future. */
export function refusePast(state: PaigoState, field: string, moment: Instant | undefined): void {
  if (moment !== undefined && toEpochMs(moment) <= state.clock.now()) {
    throw badRequest(`${field} must be in the future`);
  }
}
