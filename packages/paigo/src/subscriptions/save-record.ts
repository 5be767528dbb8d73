import type { CallContext, Connection } from '../connection.ts';
import { saveCustomer } from '../customers/save-customer.ts';
import { subscriptionLookup } from './find-subscription.ts';
import { type FoundSubscription, subscriptionsOf } from './match-enrollments.ts';
import { recordMetadata, recordsOf, type SubscriptionRecord } from './subscription-record.ts';
import { withEnrollments } from './with-enrollments.ts';

/** A change of what the customer's metadata keeps of a subscription. */
export interface RecordChange {
  readonly customerKey: string;
  readonly subscriptionKey: string;
  /** What is to be kept, from what is there; null: nothing any more. */
  readonly next: (before: SubscriptionRecord | undefined) => SubscriptionRecord | null;
}

/**
 * Saves the record of a subscription; those of others stay.
 * @returns the customer's subscriptions afterwards
 * @throws BillingError what `next` throws, before anything is sent; `outcome_unknown`
 */
export async function saveRecord(
  paigo: Connection,
  { customerKey, subscriptionKey, next }: RecordChange,
  context: CallContext,
): Promise<FoundSubscription[]> {
  const customer = await saveCustomer(
    paigo,
    customerKey,
    ({ metadata }) => ({
      metadata: recordMetadata(subscriptionKey, next(recordsOf(metadata).get(subscriptionKey))),
    }),
    context,
    { lookup: subscriptionLookup(subscriptionKey) },
  );
  return subscriptionsOf(await withEnrollments(paigo, customer, context));
}
