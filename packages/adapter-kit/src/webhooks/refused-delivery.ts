import { BillingError } from '@billport/core';

/**
 * The refusal of a delivery. No cause goes with it: errors about claims carry the claims, and with
 * them the body.
 * @param reason one sentence, without anything of what was delivered
 */
export function refusedDelivery(reason: string): BillingError {
  return new BillingError('webhook_invalid', { message: reason });
}
