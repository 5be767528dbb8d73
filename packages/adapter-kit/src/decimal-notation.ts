import { Decimal } from '@billport/core';

/** What JSON numbers and other languages' decimals look like as text: `12`, `0.5`, `1e-7`, `1.5E+21`. */
const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Reads a number that may be written with an exponent, exactly.
 * @param mostDigits that it may have, and that its exponent may stand for: a bound keeps a hostile
 *   exponent from costing time and memory
 * @returns undefined for anything else
 */
export function decimalFromNotation(text: string, mostDigits: number): Decimal | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = NUMBER.exec(text) ?? [];
  const scale = fraction.length - Number(exponent);
  const digits = whole.length + fraction.length;
  if (whole === '' || digits > mostDigits || Math.abs(scale) > mostDigits) return undefined;
  const coefficient = BigInt(`${sign}${whole}${fraction}`);
  return scale >= 0
    ? Decimal.fromScaled(coefficient, scale)
    : Decimal.fromInteger(coefficient * 10n ** BigInt(-scale));
}
