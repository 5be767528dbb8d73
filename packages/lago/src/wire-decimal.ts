import { decimalFromNotation } from '@billport/adapter-kit';
import { BillingError, type Decimal } from '@billport/core';

/** Digits that an exponent may stand for. A number of more is no amount. */
const MOST_DIGITS = 60;

/**
 * A decimal of Lago, which comes as text such as `"10.0"`, or as a JSON number
 * (`facts/lago.md §a`).
 * @throws BillingError `malformed_response` for anything else.
 */
export function decimalOf(value: unknown, field: string): Decimal {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const decimal = decimalFromNotation(text, MOST_DIGITS);
  if (decimal !== undefined) return decimal;
  throw new BillingError('malformed_response', {
    message: `Lago answered ${field} that is no decimal number.`,
  });
}

/** The same as text, without trailing zeros: `"10.0"` is `"10"`. */
export function decimalText(value: unknown, field: string): string {
  return decimalOf(value, field).toString();
}
