import { currencyDigits, Decimal, type Fee, moneyFromMinor } from '@billport/core';
import type { Fraction } from '@billport/rating';

/** A line before coupons and taxes. */
export type FeeLine = Omit<
  Fee,
  'couponAmount' | 'taxes' | 'taxAmount' | 'totalAmount' | 'invoiceId'
> & {
  /** Number of the stay that it bills; absent on one-off invoices. */
  readonly stay?: number;
  /** Codes of its taxes. */
  readonly taxCodes: readonly string[];
};

/** Digits that unrounded amounts show (`facts/rating.md §2`: decimal(40,15)). */
const PRECISE_DIGITS = 15;

/** An exact amount as the contract shows it. */
export function preciseText(amount: Fraction): string {
  return amount.toDecimal(PRECISE_DIGITS).toString();
}

/** An amount in minor units, not rounded, in major units. */
export function majorText(minor: Decimal, currency: string): string {
  return Decimal.fromScaled(minor.coefficient, minor.scale + currencyDigits(currency)).toString();
}

/** The amounts of a line with one unit: base prices, commitments and true-ups. */
export function singleUnit(amountMinor: bigint, preciseMinor: Decimal, currency: string) {
  const preciseAmount = majorText(preciseMinor, currency);
  return {
    units: '1',
    unitAmount: preciseAmount,
    amount: moneyFromMinor(amountMinor, currency),
    preciseAmount,
  };
}
