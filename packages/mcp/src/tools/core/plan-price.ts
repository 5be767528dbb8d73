import { Decimal, type Money, type Plan } from '@billport/core';
import { shortMoney } from '../../answers/shown/index.ts';

/** How often a plan is billed in a year (`facts/rating.md §7`). */
const PERIODS_OF_YEAR: Readonly<Partial<Record<Plan['interval'], number>>> = {
  weekly: 52,
  monthly: 12,
  quarterly: 4,
  semiannual: 2,
  yearly: 1,
};

/** The base price in a sentence: `49.00 USD monthly`. */
export function priceInWords({ price, interval }: Pick<Plan, 'price' | 'interval'>): string {
  return interval === 'unknown' ? shortMoney(price) : `${shortMoney(price)} ${interval}`;
}

/** The base price as money that moves; undefined where there is none. */
export function priceMoney({ price }: Plan): Money | undefined {
  return Decimal.parse(price.amount).isZero() ? undefined : price;
}

/**
 * What the price comes to in a year; major units. Undefined where the provider's interval is
 * unknown.
 */
function yearlyPrice({ price, interval }: Plan): Decimal | undefined {
  const periods = PERIODS_OF_YEAR[interval];
  return periods === undefined
    ? undefined
    : Decimal.parse(price.amount).times(Decimal.fromInteger(periods));
}

/**
 * Whether a move from one plan to another happens at once (`upgrade`: it costs as much or more in
 * a year) or at the end of the period (`facts/rating.md §7`). Undefined where it cannot be told.
 */
export function moveBetween(from: Plan, to: Plan): 'upgrade' | 'downgrade' | undefined {
  const before = yearlyPrice(from);
  const after = yearlyPrice(to);
  if (before === undefined || after === undefined) return undefined;
  return after.compare(before) >= 0 ? 'upgrade' : 'downgrade';
}
