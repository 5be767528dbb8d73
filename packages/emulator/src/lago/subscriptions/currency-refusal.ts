import { BillingError } from '@billport/core';
import { invalid } from '../failure.ts';

/** Runs a call of the engine, and tells a conflict of currencies as Lago does. */
export async function currencyRefusal<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const isConflict = BillingError.is(error, 'conflict') && /\bpays in\b/.test(error.message);
    throw isConflict ? invalid({ currency: ['currencies_does_not_match'] }) : error;
  }
}
