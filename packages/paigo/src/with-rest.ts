import { BillingError, type BillingErrorOptions } from '@billport/core';

/** The error, and what the call that failed has left behind. */
export function withRest(error: BillingError, rest: string): BillingError {
  return new BillingError(error.code, {
    ...(error.toJSON() as unknown as BillingErrorOptions),
    message: `${error.message} ${rest}`,
    cause: error,
  });
}
