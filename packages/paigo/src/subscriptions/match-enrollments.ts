import { normalizeInstant } from '@billport/core';
import { planCode } from '../plans/to-plan.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { PaigoEnrollment } from '../wire/enrollment.ts';
import { recordsOf, type SubscriptionRecord } from './subscription-record.ts';

/** A subscription as it was found at Paigo. */
export interface FoundSubscription {
  readonly subscriptionKey: string;
  readonly customer: PaigoCustomer;
  /** Undefined where the customer is not on the plan: it ended, or never began. */
  readonly enrollment: PaigoEnrollment | undefined;
  /** Undefined where others enrolled the customer. */
  readonly record: SubscriptionRecord | undefined;
}

type Entry = readonly [key: string, record: SubscriptionRecord];

const isOpen = ([, { endedAt }]: Entry) => endedAt === undefined;

/** Newest first: of two that name one offering, the later one has the enrolment. */
const byAge = ([, one]: Entry, [, other]: Entry) => other.createdAt.localeCompare(one.createdAt);

/** Whether the enrolment is what a change of plan was to leave: it was there before. */
function isLeftOver(enrollment: PaigoEnrollment, { from }: SubscriptionRecord): boolean {
  if (from === undefined || from.offeringId !== enrollment.offering.offeringId) return false;
  const since = normalizeInstant(String(enrollment.offeringEnrollmentDate));
  return since === undefined || since <= from.changedAt;
}

/**
 * The subscriptions of a customer. What is enrolled is the truth (`facts/paigo.md §3.2`):
 *
 * - a record whose offering is enrolled has that enrolment; of several, the newest one
 * - a record whose change of plan was not done has the enrolment of the plan before
 * - an enrolment that no record names is another's, with the key `customer:plan`
 * - a record without an enrolment is not active, whatever it says
 *
 * A plan that a change was to leave, and did not, belongs to the record and is none of its own.
 */
export function subscriptionsOf(customer: PaigoCustomer): FoundSubscription[] {
  const entries = [...recordsOf(customer.metadata)].sort(byAge);
  const left = new Set(customer.enrollments ?? []);
  const owners = new Map<SubscriptionRecord, PaigoEnrollment>();
  const claim = (isIts: (each: PaigoEnrollment, record: SubscriptionRecord) => boolean) => {
    for (const [, record] of entries.filter(isOpen)) {
      const its = [...left].find((each) => isIts(each, record));
      if (its === undefined) continue;
      left.delete(its);
      if (!owners.has(record)) owners.set(record, its);
    }
  };
  claim(({ offering }, { offeringId }) => offering.offeringId === offeringId);
  claim(isLeftOver);
  return [
    ...entries.map(([subscriptionKey, record]) => ({
      subscriptionKey,
      customer,
      enrollment: owners.get(record),
      record,
    })),
    ...[...left].map((enrollment) => ({
      subscriptionKey: `${customer.customerId}:${planCode(enrollment.offering)}`,
      customer,
      enrollment,
      record: undefined,
    })),
  ];
}

/** The enrolment that a change of plan was to leave and did not, beside the new one. */
export function leftOverOf({ customer, enrollment, record }: FoundSubscription) {
  if (record === undefined || enrollment?.offering.offeringId !== record.offeringId) {
    return undefined;
  }
  return (customer.enrollments ?? []).find((each) => isLeftOver(each, record));
}
