import { BillingError } from '@billport/core';

/**
 * Makes sure that an answer is about what was asked for: something on the way may decode `%2E` or
 * `%2F`, so that a service sees another key (`facts/lago.md §a`, Path parameters).
 * @throws BillingError `malformed_response` when it is about another thing. Its key stays unsaid.
 */
export function checkEcho(resource: string, asked: string, echoed: unknown): void {
  if (echoed === asked) return;
  throw new BillingError('malformed_response', {
    message: `The reply is for another ${resource} than ${JSON.stringify(asked)}. Check what stands between: it must leave %2E and %2F in addresses as they are.`,
  });
}
