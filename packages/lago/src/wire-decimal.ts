import { BillingError, Decimal } from '@billport/core';

/** What JSON numbers and Rails' BigDecimal look like as text: `12`, `0.5`, `1e-7`. */
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** Digits that an exponent may stand for. A number of more is no amount. */
const MOST_DIGITS = 60;

/**
 * A decimal of Lago, which comes as text such as `"10.0"`, or as a JSON number
 * (`facts/lago.md §a`).
 * @throws BillingError `malformed_response` for anything else.
 */
export function decimalOf(value: unknown, field: string): Decimal {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const scale = fraction.length - Number(exponent);
  if (whole === '' || whole.length + fraction.length > MOST_DIGITS || Math.abs(scale) > MOST_DIGITS)
    throw new BillingError('malformed_response', {
      message: `Lago answered ${field} that is no decimal number.`,
    });
  const coefficient = BigInt(`${sign}${whole}${fraction}`);
  return scale >= 0
    ? Decimal.fromScaled(coefficient, scale)
    : Decimal.fromInteger(coefficient * 10n ** BigInt(-scale));
}

/** The same as text, without trailing zeros: `"10.0"` is `"10"`. */
export function decimalText(value: unknown, field: string): string {
  return decimalOf(value, field).toString();
}
