import { type AppliedTax, Decimal, type Fee } from '@billport/core';
import { toAppliedTax } from '../fees/fee.ts';
import type { LagoInvoice } from '../wire/invoice.ts';

/** What each tax of the fees was computed on, by code. */
function taxBases(fees: readonly Fee[]): Map<string, Decimal> {
  const bases = new Map<string, Decimal>();
  for (const { code, base } of fees.flatMap(({ taxes }) => taxes)) {
    bases.set(code, (bases.get(code) ?? Decimal.ZERO).plus(Decimal.parse(base)));
  }
  return bases;
}

/** Each tax over all lines. Lago rounds what it was computed on: the lines tell it exactly. */
export function taxesOf(wire: LagoInvoice, fees: readonly Fee[]): AppliedTax[] {
  const bases = taxBases(fees);
  return (wire.applied_taxes ?? []).map((tax) =>
    toAppliedTax(tax, bases.get(tax.tax_code) ?? Decimal.ZERO, wire.currency),
  );
}

/** Digits of the mean rate (`facts/rating.md §10`). */
const RATE_DIGITS = 5;

/** The mean of the fees' rates, weighted by what coupons leave of them; by number if nothing. */
export function meanRate(fees: readonly Fee[]): string {
  const weighed = fees.map(({ amount, couponAmount, taxes }) => ({
    rate: Decimal.sum(taxes.map(({ rate }) => Decimal.parse(rate))),
    left: Decimal.parse(amount.amount).minus(Decimal.parse(couponAmount)),
  }));
  const left = Decimal.sum(weighed.map((each) => each.left));
  const weights = left.isPositive()
    ? weighed
    : weighed.map((each) => ({ ...each, left: Decimal.ONE }));
  const whole = left.isPositive() ? left : Decimal.fromInteger(fees.length);
  if (whole.isZero()) return Decimal.ZERO.toString();
  const sum = Decimal.sum(weights.map((each) => each.rate.times(each.left)));
  return sum.dividedBy(whole, RATE_DIGITS).toString();
}
