import { BillingError, systemClock } from '@billport/core';
import { sleep, untilGivenUp } from './giving-up.ts';

/** How long {@link waitFor} waits. */
export interface WaitOptions {
  /** Reads for the last time after this many milliseconds; 30,000 when absent. */
  readonly timeoutMs?: number;
  /** Gives up when it fires. */
  readonly signal?: AbortSignal;
}

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/**
 * Reads again and again until the answer is as it should be: for effects that come later than the
 * answer of the call, such as a balance after a top-up. It waits twice as long each time, from 50 ms
 * to 2 seconds.
 *
 * @example
 * ```ts
 * await waitFor(
 *   () => billing.credits.getWallet({ walletId: 'wallet-1' }),
 *   ({ balance }) => balance.amount === '50.00',
 * );
 * ```
 * @throws BillingError `timeout` when it takes too long; `aborted` when the signal fires;
 *   `invalid_input` for a time limit that is no number of milliseconds; whatever `read` rejects with.
 */
export async function waitFor<Value>(
  read: () => PromiseLike<Value>,
  done: (value: Value) => boolean,
  options: WaitOptions = {},
): Promise<Value> {
  const { timeoutMs = 30_000, signal } = options;
  if (!(Number.isFinite(timeoutMs) && timeoutMs >= 0)) {
    const message = `timeoutMs: Write milliseconds from 0 up, not ${timeoutMs}.`;
    throw new BillingError('invalid_input', { message });
  }
  const end = systemClock.now() + timeoutMs;
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const left = end - systemClock.now();
    const value = await untilGivenUp(read(), signal);
    if (done(value)) return value;
    if (left <= 0) {
      const message = `It was not so after ${timeoutMs} ms: look again later.`;
      throw new BillingError('timeout', { message, details: { timeoutMs } });
    }
    const rest = Math.min(wait, end - systemClock.now());
    if (rest > 0) await sleep(rest, signal);
  }
}
