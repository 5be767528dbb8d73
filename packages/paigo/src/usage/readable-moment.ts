import { waitFor } from '@billport/adapter-kit';
import { BillingError } from '@billport/core';
import type { CallContext, Connection } from '../connection.ts';
import { readableUntil } from './read-until-now.ts';

/** Longest wait for a moment to be readable. */
const MOST_WAIT_MS = 5000;

/**
 * Asks again and again, and brings whether the answer was yes in time.
 * @param timeoutMs milliseconds
 * @throws BillingError `aborted` or `timeout` when the signal fires; whatever `ask` rejects with
 */
export async function isSoWithin(
  timeoutMs: number,
  ask: () => Promise<boolean>,
  context: CallContext,
): Promise<boolean> {
  let isSo = false;
  const read = async () => {
    isSo = await ask();
    return isSo;
  };
  const options = context === undefined ? { timeoutMs } : { timeoutMs, signal: context.signal };
  try {
    return await waitFor(read, (answer) => answer, options);
  } catch (error) {
    if (BillingError.is(error, 'timeout') && context?.signal.aborted !== true) return isSo;
    throw error;
  }
}

/**
 * Waits until Paigo can be asked about a moment, which is so when a little more than a second has gone
 * by. Brings whether it can: what lies further ahead is not waited for.
 * @param at epoch milliseconds
 * @throws BillingError `aborted` or `timeout` when the signal fires
 */
export async function untilReadable(
  paigo: Connection,
  at: number,
  context: CallContext,
): Promise<boolean> {
  const missing = at - readableUntil(paigo) + 1;
  if (missing > MOST_WAIT_MS) return false;
  return isSoWithin(Math.max(missing, 0), async () => at < readableUntil(paigo), context);
}
