import type { CallContext, Connection } from '../connection.ts';
import { saveCustomer } from '../customers/save-customer.ts';
import type { PaigoCustomer } from '../wire/customer.ts';
import { subscriptionLookup } from './find-subscription.ts';
import { recordMetadata, recordsOf, type SubscriptionRecord } from './subscription-record.ts';

/** A change of what the customer's metadata keeps of a subscription. */
export interface RecordChange {
  readonly customerKey: string;
  readonly subscriptionKey: string;
  /** What is to be kept, from what is there; null: nothing any more. */
  readonly next: (before: SubscriptionRecord | undefined) => SubscriptionRecord | null;
}

/**
 * Saves the record of a subscription; those of others stay.
 * @returns the customer afterwards, with enrolments where it lists them
 * @throws BillingError what `next` throws, before anything is sent; `outcome_unknown`
 */
export function saveRecord(
  paigo: Connection,
  { customerKey, subscriptionKey, next }: RecordChange,
  context: CallContext,
): Promise<PaigoCustomer> {
  return saveCustomer(
    paigo,
    customerKey,
    ({ metadata }) => ({
      metadata: recordMetadata(subscriptionKey, next(recordsOf(metadata).get(subscriptionKey))),
    }),
    context,
    { lookup: subscriptionLookup(subscriptionKey) },
  );
}
