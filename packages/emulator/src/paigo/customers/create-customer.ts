import { toEpochMs } from '@billport/core';
import type { z } from 'zod';
import { changeEnrollment, refuseUnknownDimensions } from '../enrollment/change-enrollment.ts';
import { offeringNamed } from '../enrollment/offerings-after.ts';
import { badRequest, inUse } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { changedMetadata } from '../requests/put-into.ts';
import type { PaigoState } from '../state.ts';
import type { CREATE_CUSTOMER } from './customer-shapes.ts';
import { stripeCustomerOf } from './stripe-customer.ts';

type Input = z.output<typeof CREATE_CUSTOMER>;

/** @throws PaigoFailure 400 or 409 for an id that cannot be used (`facts/paigo.md §3.1`, §6.28). */
function refuseTaken({ customers, deletedCustomers, switches }: PaigoState, customerId: string) {
  const isKept = switches.deletedCustomerId === 'taken' && deletedCustomers.has(customerId);
  if (!customers.has(customerId) && !isKept) return;
  const message = `Customer with ID: ${customerId} already exists`;
  throw switches.takenCustomerId === 'conflict' ? inUse(message) : badRequest(message);
}

/** @throws PaigoFailure 400 for an enrolment that cannot be. */
function refuseEnrolling(state: PaigoState, input: Input): void {
  const { offeringId, offeringEnrollmentDate: date, usage } = input;
  if (offeringId !== undefined) offeringNamed(state, offeringId);
  if (date !== undefined && toEpochMs(date) > state.clock.now()) {
    throw badRequest('offeringEnrollmentDate must be in the past');
  }
  refuseUnknownDimensions(state, usage);
}

/**
 * Makes a customer, and enrols it at once where the request says so.
 * @throws PaigoFailure 400, or 409 for an id that is taken, by the switch `takenCustomerId`.
 */
export function createCustomer(state: PaigoState, input: Input): CustomerRecord {
  const { offeringId, offeringEnrollmentDate, usage, metadata, ...fields } = input;
  const { customerId = state.ids.next() } = fields;
  refuseTaken(state, customerId);
  refuseEnrolling(state, input);
  const customer: CustomerRecord = {
    ...fields,
    customerId,
    metadata: metadata && changedMetadata(undefined, metadata),
    paymentChannelOptions: stripeCustomerOf(
      state,
      { paymentChannel: fields.paymentChannel },
      fields.paymentChannelOptions,
    ),
    enrollments: [],
    children: [],
  };
  state.customers.set(customerId, customer);
  changeEnrollment(state, customer, { offeringId, usage }, offeringEnrollmentDate);
  return customer;
}
