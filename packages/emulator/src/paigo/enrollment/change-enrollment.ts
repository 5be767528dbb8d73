import type { Instant } from '@billport/core';
import { invoiceEnrollment, invoiceUnenrolment } from '../enrolment-invoices.ts';
import { badRequest } from '../failure.ts';
import type { CustomerRecord, EnrollmentRecord } from '../records/customer.ts';
import type { OfferingRecord } from '../records/offering.ts';
import type { PaigoState } from '../state.ts';
import { recordUsage } from '../usage/record-usage.ts';
import { applyOverrides, readOverrides, refuseStrayOverrides } from './apply-overrides.ts';
import type { EnrollmentChanges } from './enrollment-shapes.ts';
import { movesOf } from './offerings-after.ts';
import { trialEndOf } from './trial-end.ts';

type InitialUsage = NonNullable<EnrollmentChanges['usage']>;

/**
 * Quantities may be of any dimension, but not of one that there is not.
 * @throws PaigoFailure 400
 */
export function refuseUnknownDimensions(state: PaigoState, usage: InitialUsage = []): void {
  const unknown = usage.filter(({ dimensionId }) => !state.dimensions.has(dimensionId));
  if (unknown.length === 0) return;
  throw badRequest(
    ...unknown.map(({ dimensionId }) => `No Dimensions found with ID: ${dimensionId}`),
  );
}

function enrol(customer: CustomerRecord, offering: OfferingRecord, at: Instant): EnrollmentRecord {
  const enrollment: EnrollmentRecord = {
    offeringId: offering.offeringId,
    offeringEnrollmentDate: at,
    freeTrialEndDate: trialEndOf(offering, at),
    billedUntil: at,
  };
  customer.enrollments.push(enrollment);
  return enrollment;
}

function unenrol(state: PaigoState, customer: CustomerRecord, enrollment: EnrollmentRecord): void {
  invoiceUnenrolment(state, customer, enrollment);
  customer.enrollments.splice(customer.enrollments.indexOf(enrollment), 1);
}

function store(state: PaigoState, { customerId }: CustomerRecord, usage: InitialUsage = []): void {
  for (const { timestamp = state.now(), ...record } of usage) {
    recordUsage(state, { customerId, timestamp, ...record });
  }
}

/** Of which enrolments overrides speak: of the offering that is named, or of all. */
function meantBy(changes: EnrollmentChanges, enrollments: readonly EnrollmentRecord[]) {
  const { offeringId } = changes;
  if (typeof offeringId !== 'string') return enrollments;
  return enrollments.filter((one) => one.offeringId === offeringId);
}

/**
 * Enrols, unenrols, and overrides prices, at once; what that bills, it invoices at once
 * (`facts/paigo.md §3.2`). Nothing is done where anything is refused.
 * @param at When a new enrolment began.
 * @throws PaigoFailure 400
 */
export function changeEnrollment(
  state: PaigoState,
  customer: CustomerRecord,
  changes: EnrollmentChanges,
  at: Instant = state.now(),
): void {
  const { leaving, joining } = movesOf(state, customer, changes);
  const staying = customer.enrollments.filter((one) => !leaving.includes(one));
  refuseUnknownDimensions(state, changes.usage);
  const overrides = readOverrides(state, changes.overrides);
  const meant = meantBy(changes, staying).map(({ offeringId }) => offeringId);
  refuseStrayOverrides(state, overrides, joining ? [...meant, joining.offeringId] : meant);

  for (const enrollment of leaving) unenrol(state, customer, enrollment);
  const added = joining && enrol(customer, joining, at);
  store(state, customer, changes.usage);
  applyOverrides(state, customer, meantBy(changes, customer.enrollments), overrides);
  if (added) invoiceEnrollment(state, customer, added);
}
