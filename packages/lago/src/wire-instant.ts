import { BillingError, type Instant, normalizeInstant } from '@billport/core';

/**
 * A moment of Lago as the contract writes it; undefined for null.
 * @throws BillingError `malformed_response` when it is none.
 */
export function instantOf(value: string, field: string): Instant;
export function instantOf(value: string | null | undefined, field: string): Instant | undefined;
export function instantOf(value: string | null | undefined, field: string): Instant | undefined {
  if (value === null || value === undefined) return undefined;
  const instant = normalizeInstant(String(value));
  if (instant !== undefined) return instant;
  throw new BillingError('malformed_response', {
    message: `Lago answered ${field} that is no moment.`,
  });
}
