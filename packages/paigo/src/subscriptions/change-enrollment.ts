import { afterWrite, mayHaveLanded, path } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutCustomer } from '../customers/read-customer.ts';
import type { PaigoEnrollmentChange } from '../wire/enrollment.ts';
import { customersSubscriptions } from './find-subscription.ts';
import type { FoundSubscription } from './match-enrollments.ts';
import { enrollmentsOf } from './match-enrollments.ts';

/** A change of a customer's enrolments. */
export interface EnrollmentChange {
  readonly customerKey: string;
  readonly change: PaigoEnrollmentChange;
  /** How to find out what became of it. */
  readonly lookup: string;
}

/** The subscriptions of the customer, and the offerings that the customer is on. */
interface Enrolments {
  readonly subscriptions: readonly FoundSubscription[];
  readonly offeringIds: readonly string[];
}

async function readEnrolments(
  paigo: Connection,
  customerKey: string,
  context: CallContext,
): Promise<Enrolments> {
  const { customer, subscriptions } = await customersSubscriptions(paigo, customerKey, context);
  const offeringIds = enrollmentsOf(customer).map(({ offering }) => offering.offeringId);
  return { subscriptions, offeringIds };
}

/** Whether the customer is where the change was to lead. */
function isDone(change: PaigoEnrollmentChange, { offeringIds }: Enrolments): boolean {
  if ('unenrollOffering' in change) return !offeringIds.includes(change.unenrollOffering);
  const { offeringId, removePriorOffering } = change;
  return offeringIds.includes(offeringId) && !(removePriorOffering && offeringIds.length > 1);
}

async function send(
  paigo: Connection,
  { customerKey, change, lookup }: EnrollmentChange,
  context: CallContext,
): Promise<void> {
  const request = {
    method: 'PUT',
    path: path`/customers/${customerKey}/enrollment`,
    body: change,
    repeat: 'safe',
    expects: 'json_or_nothing',
    about: aboutCustomer(customerKey),
    lookup,
  } as const;
  await paigo.send(request, context);
}

/** Whether what is there says more than the error: it landed all the same, or was so before. */
function isWorthALook(error: unknown, change: PaigoEnrollmentChange): boolean {
  // Leaving twice is refused.
  return (
    mayHaveLanded(error) || ('unenrollOffering' in change && BillingError.is(error, 'rejected'))
  );
}

/** What is there after an attempt that failed: where it cannot be read, the failure counts. */
async function doneAnyway(
  paigo: Connection,
  { customerKey, change }: EnrollmentChange,
  failure: unknown,
  context: CallContext,
): Promise<Enrolments> {
  if (!isWorthALook(failure, change)) throw failure;
  const now = await readEnrolments(paigo, customerKey, context).catch((error: unknown) => {
    throw BillingError.is(error) ? failure : error;
  });
  if (isDone(change, now)) return now;
  throw failure;
}

/**
 * Changes enrolments, and reads what came of it: the reply says nothing (`facts/paigo.md §3.2`). The
 * same change again changes nothing more: enrolling twice is "no change, no invoice", and leaving
 * twice is refused. So it is repeated where nobody knows whether it landed, and then what is read
 * counts, whatever the last attempt was answered.
 * @returns the customer's subscriptions afterwards
 * @throws BillingError what Paigo refused it with; `outcome_unknown` when it may have landed and
 *   cannot be seen
 */
export async function changeEnrollment(
  paigo: Connection,
  wanted: EnrollmentChange,
  context: CallContext,
): Promise<readonly FoundSubscription[]> {
  const { customerKey, change, lookup } = wanted;
  try {
    await send(paigo, wanted, context);
  } catch (error) {
    return (await doneAnyway(paigo, wanted, error, context)).subscriptions;
  }
  const now = await afterWrite(lookup, () => readEnrolments(paigo, customerKey, context));
  if (isDone(change, now)) return now.subscriptions;
  const message = `Paigo took the change of plans of customer ${JSON.stringify(customerKey)}, and does not show it.`;
  throw new BillingError('outcome_unknown', { message, details: { lookup } });
}
