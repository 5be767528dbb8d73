import type { z } from 'zod';
import { hasCredits } from '../credits/ledger.ts';
import { changeEnrollment } from '../enrollment/change-enrollment.ts';
import { badRequest } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { putInto } from '../requests/put-into.ts';
import type { PaigoState } from '../state.ts';
import type { UPDATE_CUSTOMER } from './customer-shapes.ts';
import { stripeCustomerOf } from './stripe-customer.ts';

type Input = z.output<typeof UPDATE_CUSTOMER>;

/** What is left of a customer of which a replacing PUT names nothing. */
const ABSENT = {
  currency: undefined,
  taxExempt: undefined,
  customerVatId: undefined,
  address: undefined,
  metadata: undefined,
} as const;

/** @throws PaigoFailure 400 for another currency while credits are left (`facts/paigo.md §3.1`). */
function refuseCurrency(state: PaigoState, customer: CustomerRecord, { currency }: Input): void {
  if (currency === undefined || currency === customer.currency) return;
  if (hasCredits(state, customer.customerId)) {
    throw badRequest('currency cannot be updated while the customer has a balance of credits');
  }
}

/**
 * Changes a customer, and its enrolment by the legacy fields.
 * @throws PaigoFailure 400
 */
export function updateCustomer(state: PaigoState, customer: CustomerRecord, input: Input): void {
  const { offeringId, removePriorOffering, unenrollOffering, usage, freeTrialEndDate, ...fields } =
    input;
  const { paymentChannelOptions, ...changes } = fields;
  refuseCurrency(state, customer, input);
  const enrolling = { offeringId, removePriorOffering, unenrollOffering, usage };
  changeEnrollment(state, customer, { ...enrolling, overrides: { freeTrialEndDate } });
  putInto(state, customer, changes, ABSENT);
  customer.paymentChannelOptions = stripeCustomerOf(state, customer, paymentChannelOptions);
}
