import { Decimal, type Money, type Wallet } from '@billport/core';
import type { Fields } from '../machinery/json-fields.ts';
import { toRailsDecimal } from './amounts.ts';
import type { FieldErrors } from './field-errors.ts';

/** Digits behind the point of credits; more are cut off (`facts/lago.md §b` "Wallets"). */
const CREDIT_DIGITS = 5;

/** The credits that an amount is worth in this wallet, as Lago writes them. */
export function creditsOf({ amount }: Money, { creditValue }: Pick<Wallet, 'creditValue'>): string {
  const worth = Decimal.parse(creditValue);
  return toRailsDecimal(Decimal.parse(amount).dividedBy(worth, CREDIT_DIGITS, 'down').toString());
}

const PLAIN = /^\d+(?:\.\d+)?$/;

/**
 * Credits of a request, such as `paid_credits`: a decimal text from zero up. A JSON number is
 * refused, as Lago refuses it. Absent, null and zero mean none.
 * @returns the credits, cut to 5 digits; undefined for none, and where an error was added
 */
export function creditsIn(fields: Fields, name: string, errors: FieldErrors): Decimal | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || !PLAIN.test(value.trim())) {
    errors.add(name, `invalid_${name}`);
    errors.add(name, 'invalid_amount');
    return undefined;
  }
  const credits = Decimal.parse(value.trim()).round(CREDIT_DIGITS, 'down');
  return credits.isZero() ? undefined : credits;
}
