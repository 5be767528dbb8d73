import { BillingError, Decimal } from '@billport/core';
import { decimalOf } from './reading.ts';

/** Most characters of a decimal: what is left of rounding a number, such as `1.4e-14`, has fewer. */
const MOST = 40;

/** A decimal of the wire; undefined for what is none, or longer than any amount is. */
export function exactDecimal(value: unknown): Decimal | undefined {
  const text = decimalOf(value);
  return text === undefined || text.length > MOST ? undefined : Decimal.parse(text);
}

/**
 * An amount or a quantity of the wire; undefined where the field is absent or null.
 * @param field its name, for the error
 * @throws BillingError `malformed_response` for anything but a decimal: it must not count as nothing.
 */
export function toldAmount(value: unknown, field: string): Decimal | undefined {
  if (value === undefined || value === null) return undefined;
  const amount = exactDecimal(value);
  if (amount !== undefined) return amount;
  throw new BillingError('malformed_response', {
    message: `Paigo sent ${field}, and what it sent is no decimal number of at most ${MOST} characters.`,
  });
}

/** The same; zero where the field is absent or null. */
export const amountOf = (value: unknown, field: string): Decimal =>
  toldAmount(value, field) ?? Decimal.ZERO;
