import { normalizeInstant } from '@billport/core';
import type { PaigoCustomer } from '../wire/customer.ts';
import type { Enrolled, PaigoEnrollment } from '../wire/enrollment.ts';
import { listOf } from '../wire/reading.ts';
import { recordsOf, type SubscriptionRecord } from './subscription-record.ts';
import { syntheticKey } from './synthetic-key.ts';

/** A subscription as it was found at Paigo. */
export interface FoundSubscription {
  readonly subscriptionKey: string;
  /** With all enrolments. */
  readonly customer: PaigoCustomer;
  /** Undefined where the customer is not on the plan: it ended, or never began. */
  readonly enrollment: Enrolled | undefined;
  /** Undefined where others enrolled the customer. */
  readonly record: SubscriptionRecord | undefined;
  /** The enrolment that a change of plan was to leave, and did not. */
  readonly leftOver: Enrolled | undefined;
}

type Entry = readonly [key: string, record: SubscriptionRecord];

const isEnrolled = (enrollment: PaigoEnrollment): enrollment is Enrolled =>
  typeof enrollment.offering?.offeringId === 'string';

/** The enrolments of a customer that say what they are of. */
export const enrollmentsOf = ({ enrollments }: PaigoCustomer): Enrolled[] =>
  listOf<PaigoEnrollment>(enrollments).filter(isEnrolled);

/** When an enrolment began; undefined where Paigo does not say. */
export const enrolledAt = ({ offeringEnrollmentDate: date }: Enrolled): string | undefined =>
  typeof date === 'string' ? normalizeInstant(date) : undefined;

/** Newest first. */
function newestEntries(customer: PaigoCustomer): Entry[] {
  const entries = [...recordsOf(customer.metadata)].reverse();
  return entries.sort(([, one], [, other]) => other.createdAt.localeCompare(one.createdAt));
}

/** Whether the enrolment is the very one that a change of plan was to leave. */
export const isFormer = (enrollment: Enrolled, { from }: SubscriptionRecord) =>
  from?.offeringId === enrollment.offering.offeringId &&
  from.enrolledAt === (enrolledAt(enrollment) ?? '');

/** Since when a record names its plan. */
const namedSince = ({ from, createdAt }: SubscriptionRecord) => from?.leftAt ?? createdAt;

/**
 * The records in the order in which they have a claim on the plan they name: who named it last found
 * it free. A change of plan that nobody knows the end of, and whose plan before is still there, does
 * not come before one that has nothing else.
 */
function byClaim(entries: readonly Entry[], enrollments: readonly Enrolled[]): Entry[] {
  const hasFormer = ([, record]: Entry) => enrollments.some((each) => isFormer(each, record));
  return entries.toSorted(
    (one, other) =>
      namedSince(other[1]).localeCompare(namedSince(one[1])) ||
      Number(hasFormer(one)) - Number(hasFormer(other)),
  );
}

/** Takes the enrolments out of `left` that the records claim, at most one for each. */
function claim(
  entries: readonly Entry[],
  left: Set<Enrolled>,
  isIts: (enrollment: Enrolled, record: SubscriptionRecord) => boolean,
): ReadonlyMap<SubscriptionRecord, Enrolled> {
  const claimed = new Map<SubscriptionRecord, Enrolled>();
  for (const [, record] of entries) {
    if (record.endedAt !== undefined) continue;
    const its = [...left].find((enrollment) => isIts(enrollment, record));
    if (its === undefined) continue;
    left.delete(its);
    claimed.set(record, its);
  }
  return claimed;
}

/**
 * The subscriptions of a customer, newest first, those of others last. What is enrolled is the truth
 * (`facts/paigo.md §3.2`):
 *
 * - a record whose offering is enrolled has that enrolment; of several, the one that
 *   named it last
 * - a record whose change of plan was not done has the enrolment of the plan before
 * - an enrolment that no record names is another's, with the key `customer:plan`
 * - a record without an enrolment is not active, whatever it says
 */
export function subscriptionsOf(customer: PaigoCustomer): FoundSubscription[] {
  const entries = newestEntries(customer);
  const enrollments = enrollmentsOf(customer);
  const left = new Set(enrollments);
  const current = claim(
    byClaim(entries, enrollments),
    left,
    ({ offering }, { offeringId }) => offering.offeringId === offeringId,
  );
  const former = claim(entries, left, isFormer);
  return [
    ...entries.map(([subscriptionKey, record]) => ({
      subscriptionKey,
      customer,
      enrollment: current.get(record) ?? former.get(record),
      record,
      leftOver: current.has(record) ? former.get(record) : undefined,
    })),
    ...[...left].map((enrollment) => ({
      subscriptionKey: syntheticKey(customer, enrollment.offering),
      customer,
      enrollment,
      record: undefined,
      leftOver: undefined,
    })),
  ];
}
