import { BillingError } from '@billport/core';

/** What was looked for; undefined where the provider says that there is none. */
export async function foundOrNone<Found>(looking: PromiseLike<Found>): Promise<Found | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (BillingError.is(error, 'not_found')) return undefined;
    throw error;
  }
}
