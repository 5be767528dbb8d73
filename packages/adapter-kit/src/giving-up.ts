import { BillingError } from '@billport/core';

/**
 * The error for a signal that fired: `timeout` when it was a time limit, else `aborted`. It says
 * nothing about what was sent before.
 */
export function givenUp(signal: AbortSignal): BillingError {
  const cause: unknown = signal.reason;
  if (cause instanceof DOMException && cause.name === 'TimeoutError') {
    return new BillingError('timeout', { message: 'No result within the time limit.', cause });
  }
  return new BillingError('aborted', { message: 'The caller gave up.', cause });
}

/**
 * Settles as `work` does, or rejects when the signal fires first. The work goes on: others may wait
 * for it too.
 * @throws BillingError `aborted`, or `timeout` when the signal is that of a time limit.
 */
export function untilGivenUp<Value>(
  work: PromiseLike<Value>,
  signal: AbortSignal | undefined,
): PromiseLike<Value> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(givenUp(signal));
    const done = () => signal.removeEventListener('abort', giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).then(done, done);
    if (signal.aborted) giveUp();
  });
}

/**
 * Waits.
 * @param ms milliseconds
 * @throws BillingError `aborted`, or `timeout` when the signal is that of a time limit.
 */
export function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(givenUp(signal));
    const giveUp = () => {
      clearTimeout(timer);
      if (signal !== undefined) reject(givenUp(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, ms);
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
