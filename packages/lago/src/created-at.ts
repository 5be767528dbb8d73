import { BillingError, type Instant, normalizeInstant } from '@billport/core';

/**
 * Lago's `created_at` as the contract writes moments.
 * @throws BillingError `malformed_response` when it is none.
 */
export function createdAt(wire: { readonly created_at: string }): Instant {
  const instant = normalizeInstant(String(wire.created_at));
  if (instant !== undefined) return instant;
  throw new BillingError('malformed_response', {
    message: 'Lago answered created_at that is no moment.',
  });
}
