import { Decimal } from '@billport/core';

declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes as this text (ECMAScript 2026). */
    rawJSON(text: string): object;
  }
}

/** A number of JSON: one that JavaScript's numbers cannot hold stands for its digits. */
export type WireNumber = number | object;

/** A decimal as a number of JSON, with all of its digits. */
export function toWireNumber(decimal: Decimal): WireNumber {
  const text = decimal.toString();
  const number = Number(text);
  return `${number}` === text ? number : JSON.rawJSON(text);
}

/** The decimal that a number of JSON was written as: the shortest that means this number. */
export function decimalOfNumber(number: number): Decimal {
  const [digits = '', exponent = '0'] = `${number}`.split('e');
  const { coefficient, scale } = Decimal.parse(digits);
  const shifted = scale - Number(exponent);
  return shifted >= 0
    ? Decimal.fromScaled(coefficient, shifted)
    : Decimal.fromInteger(coefficient * 10n ** BigInt(-shifted));
}
