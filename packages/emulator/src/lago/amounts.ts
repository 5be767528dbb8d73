import { Decimal, type Money, minorUnits, moneyFromMinor } from '@billport/core';

/**
 * `*_amount_cents` of an amount: its smallest units.
 * @throws RangeError for an amount that a JSON number of this process cannot hold.
 */
export function toCents(money: Money): number {
  const cents = minorUnits(money);
  if (cents > Number.MAX_SAFE_INTEGER || cents < Number.MIN_SAFE_INTEGER) {
    throw new RangeError(`${cents} does not fit into a JSON number.`);
  }
  return Number(cents);
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
