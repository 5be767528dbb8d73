import { Decimal, type Money, minorUnits, moneyFromMinor } from '@billport/core';

declare global {
  interface JSON {
    /** A value that `JSON.stringify` writes as this text (ECMAScript 2026). */
    rawJSON(text: string): object;
  }
}

/** A whole number for JSON: one that JavaScript's numbers cannot hold stands for its digits. */
export type WireInteger = number | object;

/**
 * `*_amount_cents` of an amount: its smallest units, written in full however many there are, as
 * Ruby does. To calculate with them take `minorUnits`.
 */
export const toCents = (money: Money): WireInteger => toWireInteger(minorUnits(money));

/** A whole number as JSON carries it: with all of its digits. */
export function toWireInteger(value: bigint): WireInteger {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : JSON.rawJSON(value.toString());
}

/** How Rails writes a decimal: at least one digit behind the point, and no zeros after that. */
export function toRailsDecimal(amount: string): string {
  const text = Decimal.parse(amount).toString();
  return text.includes('.') ? text : `${text}.0`;
}

/** A number or a numeric text as plain decimal text; undefined for anything else. */
export function decimalIn(value: unknown): string | undefined {
  if (typeof value === 'string') return Decimal.isDecimal(value.trim()) ? value.trim() : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 });
}

/** A whole number, of a number or a text; what stands behind the point is cut, as Rails does. */
export function integerIn(value: unknown): bigint | undefined {
  const text = decimalIn(value);
  return text === undefined ? undefined : BigInt(text.split('.')[0] ?? text);
}

/** The amount of `amount_cents` and a currency; undefined where the first is no number. */
export function moneyIn(cents: unknown, currency: string): Money | undefined {
  const minor = integerIn(cents);
  return minor === undefined ? undefined : moneyFromMinor(minor, currency);
}
