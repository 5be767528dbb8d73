import { BillingError } from '@billport/core';
import type { Connection } from '../connection.ts';
import { subscriptionLookup } from './find-subscription.ts';
import { saveRecord } from './save-record.ts';
import type { SubscriptionRecord } from './subscription-record.ts';

/** The record of a create, until its customer is enrolled. */
export interface BegunRecord {
  readonly customerKey: string;
  readonly subscriptionKey: string;
  /** Names the create. */
  readonly token: string;
  /** The subscription that had the key and has ended; null where none did. */
  readonly before: SubscriptionRecord | null;
}

/** How to find out what became of a create, and what to do then. */
export const createLookup = (key: string): string =>
  `${subscriptionLookup(key)}: where it did not happen the status is "unknown" and providerStatus "not enrolled". Then call subscriptions.create with the same input again: it goes on from there.`;

/** The failure of a create whose record may be there still: it is not as if nothing had happened. */
function stillNoted(failure: BillingError, key: string): BillingError {
  return new BillingError('outcome_unknown', {
    message: `${failure.message} The key stays noted in the customer's metadata, and nothing is enrolled for it: the same call again goes on from there, and subscriptions.terminate ends it.`,
    details: { lookup: createLookup(key) },
    cause: failure,
  });
}

/**
 * Puts back what was there before a create that failed before it enrolled anybody.
 * @returns the failure; `outcome_unknown` when the record could not be taken away
 */
export async function withdrawn(
  paigo: Connection,
  { customerKey, subscriptionKey, token, before }: BegunRecord,
  failure: BillingError,
): Promise<BillingError> {
  const next = (now: SubscriptionRecord | undefined) =>
    now?.token === token ? before : (now ?? null);
  try {
    // The caller's signal may have fired, and what was begun is to be put back all the same.
    await saveRecord(paigo, { customerKey, subscriptionKey, next }, undefined);
    return failure;
  } catch (error) {
    if (!BillingError.is(error)) throw error;
    return stillNoted(failure, subscriptionKey);
  }
}
