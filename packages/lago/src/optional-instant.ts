import { BillingError, type Instant, normalizeInstant } from '@billport/core';

/**
 * A moment of Lago as the contract writes moments; undefined for null and for none.
 * @throws BillingError `malformed_response` when it is no moment.
 */
export function optionalInstant(value: string | null | undefined, field: string) {
  if (value == null) return undefined;
  const instant: Instant | undefined = normalizeInstant(String(value));
  if (instant !== undefined) return instant;
  throw new BillingError('malformed_response', {
    message: `Lago answered ${field} that is no moment.`,
  });
}
