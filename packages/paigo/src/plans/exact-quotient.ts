import type { Decimal } from '@billport/core';

/**
 * The quotient where a decimal is exactly it; undefined where it has no end, as a third has not.
 * A whole number has less than four factors of two or five for each of its digits: so many digits
 * behind the point are enough.
 * @param divisor more than zero
 */
export function exactQuotient(dividend: Decimal, divisor: Decimal): Decimal | undefined {
  const digits = dividend.scale + 4 * String(divisor.coefficient).length;
  const quotient = dividend.dividedBy(divisor, digits, 'down');
  return quotient.times(divisor).equals(dividend) ? quotient : undefined;
}
