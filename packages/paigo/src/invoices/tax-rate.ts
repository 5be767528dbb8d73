import { Decimal } from '@billport/core';

/** Digits behind the point that any rate is exact enough with. */
const MOST_DIGITS = 30;

const HUNDRED = Decimal.fromInteger(100);

/** A share in percent of an amount; unrounded. */
export const percentOf = (amount: Decimal, rate: Decimal): Decimal =>
  amount.times(rate).times(Decimal.parse('0.01'));

/**
 * The rate of a tax, in percent: Paigo tells the amount only. Of all rates that come to it, the one
 * with the fewest digits.
 * @param base what the tax is on; not zero
 * @param tax in whole smallest units of the currency
 */
export function taxRate(base: Decimal, tax: Decimal, currencyDigits: number): Decimal {
  const comesToIt = (rate: Decimal) => percentOf(base, rate).round(currencyDigits).equals(tax);
  for (let digits = 0; digits < MOST_DIGITS; digits++) {
    const rate = tax.times(HUNDRED).dividedBy(base, digits);
    if (comesToIt(rate)) return rate;
  }
  return tax.times(HUNDRED).dividedBy(base, MOST_DIGITS);
}
