import { waitFor } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext } from './connection.ts';

/** How long is looked for work that may have landed: reads can lag (`facts/paigo.md §6.1`). */
const LOOK_FOR_MS = 700;

/**
 * What a write without a clear answer came to: its own work, where it can be found. It is looked for
 * a few times only: what is not there may still land, so the doubt stays.
 * @param error what the write ended with
 * @param find looks for its work; undefined where it is not there
 * @throws BillingError the error, when the write was refused or its work is not found
 */
export async function findOwnWork<Work extends object>(
  error: unknown,
  find: () => Promise<Work | undefined>,
  context: CallContext,
): Promise<Work> {
  const signal = context?.signal;
  if (!BillingError.is(error, 'outcome_unknown') || signal?.aborted) throw error;
  const options = { timeoutMs: LOOK_FOR_MS, ...(signal && { signal }) };
  const found = await waitFor(find, (work) => work !== undefined, options).catch(() => {
    // The doubt is the news, whatever looking failed by: who heard of that alone would write again.
    throw error;
  });
  return found as Work;
}
