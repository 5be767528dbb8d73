import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import type { Enrolled } from '../wire/enrollment.ts';
import { aboutSubscription, findSubscription } from './find-subscription.ts';
import { enrolledAt, type FoundSubscription } from './match-enrollments.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { toSubscription } from './subscription-view.ts';

/** A subscription that is enrolled. */
export interface LivingSubscription extends FoundSubscription {
  readonly enrollment: Enrolled;
}

/**
 * The subscription of a key, to be changed.
 * @throws BillingError `not_found`; `conflict` when it is not active
 */
export async function findLiving(
  paigo: Connection,
  subscriptionKey: string,
  context: CallContext,
): Promise<LivingSubscription> {
  const found = await findSubscription(paigo, subscriptionKey, context);
  const { enrollment } = found;
  if (enrollment !== undefined) return { ...found, enrollment };
  const { status } = toSubscription(found);
  const message =
    status === 'terminated'
      ? `Subscription ${JSON.stringify(subscriptionKey)} has ended and does not change any more: create a new one.`
      : `Subscription ${JSON.stringify(subscriptionKey)} is not enrolled at Paigo: create it again with the same plan, or terminate it.`;
  throw new BillingError('conflict', {
    message,
    details: { ...aboutSubscription(subscriptionKey), state: status },
  });
}

/** What is kept of a subscription from now on, also of one that others made. */
export function recordOf(found: LivingSubscription): SubscriptionRecord {
  const { enrollment, record } = found;
  if (record !== undefined) return record;
  const { planCode, startAt } = toSubscription(found);
  return { planCode, offeringId: enrollment.offering.offeringId, createdAt: startAt };
}

/** When the subscription began, and when its present enrolment did. */
export function startsOf(
  found: LivingSubscription,
): Pick<SubscriptionRecord, 'startAt' | 'startedAt'> {
  const { startAt } = toSubscription(found);
  return { startAt, startedAt: enrolledAt(found.enrollment) };
}
