import { BillingError } from '../billing-error.ts';
import type { CallOptions } from './call-options.ts';
import { invalidInput } from './check-input.ts';

/** Longest timer that JavaScript keeps; longer ones fire at once. */
const MAX_TIMEOUT_MS = 2_147_483_647;

const OPTIONS: readonly (keyof CallOptions)[] = [
  'signal',
  'timeoutMs',
  'idempotencyKey',
  'providerOptions',
];

/**
 * A misspelled `idempotencyKey` must not pass for none.
 * @throws BillingError `invalid_input` for an option that there is not.
 */
export function checkOptions(options: object): void {
  const unknown = Object.keys(options).find((name) => !OPTIONS.includes(name as keyof CallOptions));
  if (unknown === undefined) return;
  const message = `Unknown option: there are ${OPTIONS.join(', ')}.`;
  throw invalidInput([{ path: ['options', unknown], message }]);
}

/**
 * The signal that ends a call: the caller's, the time limit, or whichever comes first.
 * @throws BillingError `invalid_input` for a time limit that is not a number of milliseconds.
 */
export function callSignal(options: CallOptions): AbortSignal | undefined {
  const { signal, timeoutMs } = options;
  if (timeoutMs === undefined) return signal;
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > MAX_TIMEOUT_MS) {
    const message = `Write whole milliseconds from 1 to ${MAX_TIMEOUT_MS}, not ${timeoutMs}.`;
    throw invalidInput([{ path: ['options', 'timeoutMs'], message }]);
  }
  const limit = AbortSignal.timeout(timeoutMs);
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}

/** The error for a signal that fired: `timeout` for the time limit, else `aborted`. */
export function abortError(signal: AbortSignal, options: CallOptions): BillingError {
  const reason: unknown = signal.reason;
  const { timeoutMs } = options;
  if (reason instanceof DOMException && reason.name === 'TimeoutError' && timeoutMs !== undefined) {
    return new BillingError('timeout', {
      message: `No result after ${timeoutMs} ms.`,
      details: { timeoutMs },
      cause: reason,
    });
  }
  return new BillingError('aborted', { message: 'The caller gave up.', cause: reason });
}
