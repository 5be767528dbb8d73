import { compact } from '@billport/adapter-kit';
import {
  BillingError,
  normalizeInstant,
  type Subscription,
  toEpochMs,
  toInstant,
} from '@billport/core';
import { planCode } from '../plans/to-plan.ts';
import type { Enrolled } from '../wire/enrollment.ts';
import type { PaigoOffering } from '../wire/offering.ts';
import { decimalOf, isFields } from '../wire/reading.ts';
import { enrolledAt, type FoundSubscription } from './match-enrollments.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

const DAY = 86_400_000;

/** The end of the trial that was set for the customer; undefined where there is none. */
function ownTrialEnd({ overrides }: Enrolled): string | undefined {
  const date = isFields(overrides) ? overrides.freeTrialEndDate : undefined;
  return typeof date === 'string' ? normalizeInstant(date) : undefined;
}

/** The last moment that can be written; epoch milliseconds. */
const LATEST = toEpochMs('9999-12-31T23:59:59.999Z');

/** Days of an offering's trial for who enrols now, as decimal text; `0` for none. */
export const trialDaysOf = ({ freeTrialLength }: PaigoOffering): string =>
  decimalOf(freeTrialLength) ?? '0';

/** The trial that was noted of an offering when a subscription came on it; undefined where none was. */
export const notedTrial = (
  { offeringId }: PaigoOffering,
  record: SubscriptionRecord | undefined,
): string | undefined =>
  [record, record?.from].find((plan) => plan?.offeringId === offeringId)?.trialDays;

/**
 * The end of a trial: whole days from the enrolment (`facts/paigo.md §3.4`). None of one that ends
 * beyond all time, and where nobody says when it began.
 * @param start an instant
 * @param days decimal text
 */
export function trialEnd(start: string | undefined, days: string): string | undefined {
  if (start === undefined || !(Number(days) > 0)) return undefined;
  const end = toEpochMs(start) + Math.round(Number(days) * DAY);
  return end > LATEST ? undefined : toInstant(end);
}

/** The end of the trial of who is enrolled: the one that was set for the customer, else the plan's. */
export function enrollmentTrialEnd(
  enrollment: Enrolled,
  record: SubscriptionRecord | undefined,
): string | undefined {
  const { offering } = enrollment;
  const days = notedTrial(offering, record) ?? trialDaysOf(offering);
  return ownTrialEnd(enrollment) ?? trialEnd(enrolledAt(enrollment), days);
}

function noStart(subscriptionKey: string): BillingError {
  return new BillingError('malformed_response', {
    message: `Paigo does not say when subscription ${JSON.stringify(subscriptionKey)} began.`,
  });
}

/** What a subscription shows while it is enrolled. */
function activeFields({ record, subscriptionKey }: FoundSubscription, enrollment: Enrolled) {
  const startedAt = enrolledAt(enrollment);
  const startAt = record?.startAt ?? startedAt ?? record?.createdAt;
  if (startAt === undefined) throw noStart(subscriptionKey);
  return {
    planCode: planCode(enrollment.offering),
    status: 'active' as const,
    startAt,
    startedAt,
    trialEndsAt: enrollmentTrialEnd(enrollment, record),
  };
}

/** What a subscription shows that is not enrolled: Paigo knows nothing of it. */
function recordedFields(record: NonNullable<FoundSubscription['record']>) {
  const { startAt, startedAt, createdAt, endedAt } = record;
  const ended = { status: 'terminated' as const, terminatedAt: endedAt };
  // Others unenrolled the customer, or the call that was to enrol has not come to its end.
  const unknown = { status: 'unknown' as const, providerStatus: 'not enrolled' };
  return {
    planCode: record.planCode,
    startAt: startAt ?? createdAt,
    startedAt,
    ...(endedAt === undefined ? unknown : ended),
  };
}

/**
 * A subscription in the words of the contract.
 * @throws BillingError `malformed_response` when nothing says when it began.
 */
export function toSubscription(found: FoundSubscription): Subscription {
  const { subscriptionKey, customer, enrollment, record } = found;
  const offeringId = enrollment?.offering.offeringId ?? record?.offeringId ?? '';
  const fields =
    enrollment === undefined && record !== undefined
      ? recordedFields(record)
      : activeFields(found, enrollment as Enrolled);
  return compact({
    subscriptionKey,
    customerKey: customer.customerId,
    ...fields,
    name: record?.name,
    metadata: record?.metadata,
    createdAt: record?.createdAt,
    providerRef: {
      provider: 'paigo',
      type: 'enrollment',
      id: `${customer.customerId}:${offeringId}`,
    },
  }) as Subscription;
}
