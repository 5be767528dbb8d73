import { afterWrite } from '@billport/adapter-kit';
import { BillingError, type Subscription, type UpdateSubscriptionInput } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { aboutSubscription, subscriptionLookup } from './find-subscription.ts';
import { findLiving, recordOf } from './living-subscription.ts';
import { subscriptionsOf } from './match-enrollments.ts';
import { saveRecord } from './save-record.ts';
import type { SubscriptionRecord } from './subscription-record.ts';
import { toSubscription } from './subscription-view.ts';
import { withEnrollments } from './with-enrollments.ts';

/** The record with what the input mentions. */
function changedRecord(
  before: SubscriptionRecord,
  { name, metadata }: UpdateSubscriptionInput,
): SubscriptionRecord {
  return {
    ...before,
    name: name === undefined ? before.name : name || undefined,
    metadata: metadata === undefined ? before.metadata : (metadata ?? undefined),
  };
}

/**
 * Changes name and metadata of an active subscription: all else is Paigo's. One that others made is
 * kept under its key from then on.
 * @throws BillingError `not_found`; `conflict` when it is not active
 */
export async function updateSubscription(
  paigo: Connection,
  input: UpdateSubscriptionInput,
  context: CallContext,
): Promise<Subscription> {
  const { subscriptionKey } = input;
  return paigo.turns.take(`subscription:${subscriptionKey}`, async () => {
    const living = await findLiving(paigo, subscriptionKey, context);
    const next = (before: SubscriptionRecord | undefined) =>
      changedRecord(before ?? recordOf(living), input);
    const { customerId: customerKey } = living.customer;
    const saved = await saveRecord(paigo, { customerKey, subscriptionKey, next }, context);
    return afterWrite(subscriptionLookup(subscriptionKey), async () => {
      const found = subscriptionsOf(await withEnrollments(paigo, saved, context));
      const after = found.find((each) => each.subscriptionKey === subscriptionKey);
      if (after !== undefined) return toSubscription(after);
      throw new BillingError('conflict', {
        message: `Subscription ${JSON.stringify(subscriptionKey)} was taken away meanwhile.`,
        details: aboutSubscription(subscriptionKey),
      });
    });
  });
}
