import { BillingError } from '@billport/core';
import { sleep } from './repeat-policy.ts';

/** How long {@link waitFor} waits. */
export interface WaitOptions {
  /** Gives up after about this many milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/**
 * Reads again and again until the answer is as it should be: for effects that come later than the
 * answer of the call, such as a balance after a top-up.
 *
 * @example
 * ```ts
 * await waitFor(
 *   () => billing.credits.getWallet({ walletId }),
 *   ({ balance }) => balance.amount === '50.00',
 * );
 * ```
 * @throws BillingError `timeout` when it takes too long; whatever `read` rejects with.
 */
export async function waitFor<Value>(
  read: () => PromiseLike<Value>,
  done: (value: Value) => boolean,
  options: WaitOptions = {},
): Promise<Value> {
  const { timeoutMs = 30_000, signal } = options;
  let left = timeoutMs;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const value = await read();
    if (done(value)) return value;
    if (left <= 0) {
      const message = `It was not so after ${timeoutMs} ms: look again later.`;
      throw new BillingError('timeout', { message, details: { timeoutMs } });
    }
    await sleep(Math.min(wait, left), signal);
    left -= wait;
  }
}
