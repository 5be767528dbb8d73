import { BillingError } from '@billport/core';

/**
 * Makes sure that an answer is about what was asked for: where something on the way decodes `%2E`,
 * Lago takes what follows the dot for a format and looks up another customer
 * (`facts/lago.md §a`, Path parameters).
 * @throws BillingError `malformed_response` when it is about another thing. Its key stays unsaid.
 */
export function checkEcho(resource: string, asked: string, echoed: unknown): void {
  if (echoed === asked) return;
  throw new BillingError('malformed_response', {
    message: `Lago sent the reply for another ${resource} than ${JSON.stringify(asked)}. Check what stands between: it must leave %2E and %2F in addresses as they are.`,
  });
}
