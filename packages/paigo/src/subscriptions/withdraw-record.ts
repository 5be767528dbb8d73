import { BillingError } from '@billport/core';
import type { Connection } from '../connection.ts';
import { withRest } from '../with-rest.ts';
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

/**
 * Puts back what was there before a create that failed before it enrolled anybody.
 * @returns the failure; when the record could not be taken away, that is said too.
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
    const rest = `The key stays noted in the customer's metadata, and nothing is enrolled for it: the same call again goes on from there, and subscriptions.terminate ends it.`;
    return withRest(failure, rest);
  }
}
