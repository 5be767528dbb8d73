import { currencyDigits } from '@billport/core';
import type { Fraction } from '../fraction.ts';

/**
 * The fee in minor units of the currency, rounded half away from zero: 0.174 USD is 17n,
 * 100.5 JPY is 101n, 0.86415 KWD is 864n (`facts/rating.md §2`).
 * @param amount Major units, not rounded.
 * @throws BillingError `invalid_input` for an unknown currency.
 */
export function roundAmount(amount: Fraction, currency: string): bigint {
  const digits = currencyDigits(currency);
  return amount.toDecimal(digits).toScaled(digits);
}
