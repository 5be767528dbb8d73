import { Decimal } from '@billport/core';

/** The JSON number that is exactly this decimal; undefined where there is none up to 2^53. */
export function exactNumber(text: string): number | undefined {
  const number = Number(text);
  if (Math.abs(number) >= Number.MAX_SAFE_INTEGER) return undefined;
  const written = String(number);
  if (!Decimal.isDecimal(written)) return undefined;
  return Decimal.parse(written).equals(Decimal.parse(text)) ? number : undefined;
}
