import { Decimal } from '@billport/core';
import { decimalOf } from '../wire/reading.ts';

/** The number that is exactly this decimal, also as JSON writes it; undefined where none is. */
export function exactNumber(text: string): number | undefined {
  const number = Number(text);
  const written = decimalOf(number);
  if (written === undefined || !Decimal.isDecimal(JSON.stringify(number))) return undefined;
  return Decimal.parse(written).equals(Decimal.parse(text)) ? number : undefined;
}
