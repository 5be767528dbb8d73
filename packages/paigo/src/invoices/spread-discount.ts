import { Decimal } from '@billport/core';

/** Digits of a share past the smallest unit of the currency. */
const SHARE_DIGITS = 5;

/**
 * The shares of a discount by what each line costs, which come to it exactly: the largest line takes
 * what is left of rounding.
 */
export function spreadDiscount(
  amounts: readonly Decimal[],
  discount: Decimal,
  currencyDigits: number,
): Decimal[] {
  const total = Decimal.sum(amounts);
  if (discount.isZero() || total.isZero()) return amounts.map(() => Decimal.ZERO);
  const shares = amounts.map((amount) =>
    amount.times(discount).dividedBy(total, currencyDigits + SHARE_DIGITS, 'down'),
  );
  const rest = discount.minus(Decimal.sum(shares));
  const largest = amounts.reduce(
    (at, amount, index) => (amount.compare(amounts[at] ?? Decimal.ZERO) > 0 ? index : at),
    0,
  );
  return shares.map((share, index) => (index === largest ? share.plus(rest) : share));
}
