import { currencyDigits, type Money } from '@billport/core';

/** Digits behind the point that a person reads; the JSON has all. */
const SHOWN_DIGITS = 6;

/** A formatter with thousands separators. It takes decimal text and never goes through a float. */
function formatter(least: number, most: number): (text: string) => string {
  const format = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: least,
    maximumFractionDigits: most,
  });
  return (text) => format.format(text as Intl.StringNumericLiteral);
}

const plain = formatter(0, SHOWN_DIGITS);
const price = formatter(0, 15);

/** A quantity: `18,059,974`, with at most six digits behind the point. */
export const quantityText = (text: string): string => plain(text);

/** A unit price or a rate with all its digits. */
export const priceText = (text: string): string => price(text);

const average = new Intl.NumberFormat('en-US', { maximumSignificantDigits: SHOWN_DIGITS });

/** What a unit came to: often a number without end, of which six digits are shown. */
export const unitPriceText = (text: string): string =>
  average.format(text as Intl.StringNumericLiteral);

/** An unrounded amount of money: at least the currency's digits, at most six. */
export function preciseText(text: string, currency: string): string {
  const digits = currencyDigits(currency);
  return formatter(digits, Math.max(digits, SHOWN_DIGITS))(text);
}

/** An amount without its currency: `1,303.34`. */
export function amountText({ amount, currency }: Money): string {
  const digits = currencyDigits(currency);
  return formatter(digits, digits)(amount);
}

/** An amount with its currency: `1,303.34 USD`. */
export const moneyText = (money: Money): string => `${amountText(money)} ${money.currency}`;
