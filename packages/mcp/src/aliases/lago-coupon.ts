import { decimalText, isSaid, moneyOf, replaced, steps } from './translation.ts';

/** An amount or a percentage; with both, or beside the type of the other, nobody can tell which. */
export const discount = replaced(
  ['coupon_type', 'amount_cents', 'amount_currency', 'percentage_rate'],
  ({ coupon_type, amount_cents, amount_currency, percentage_rate }) => {
    const isPercentage = isSaid(percentage_rate);
    if (isPercentage === (isSaid(amount_cents) || isSaid(amount_currency))) return undefined;
    const type = isPercentage ? 'percentage' : 'fixed_amount';
    if (isSaid(coupon_type) && coupon_type !== type) return undefined;
    if (isPercentage) {
      const rate = decimalText(percentage_rate);
      return rate === undefined ? undefined : { discount: { type, rate } };
    }
    const amount = moneyOf(amount_cents, amount_currency);
    return amount && { discount: { type, amount } };
  },
);

/** On how many invoices it counts. */
export const frequency = replaced(
  ['frequency', 'frequency_duration'],
  ({ frequency: type, frequency_duration: periods }) => {
    if (typeof type !== 'string') return undefined;
    if (type === 'recurring') return { frequency: { type, periods } };
    return isSaid(periods) ? undefined : { frequency: { type } };
  },
);

const coupon = steps(
  discount,
  frequency,
  replaced(['plan_codes'], ({ plan_codes: plans }) => ({ limit: { to: 'plans', plans } })),
  replaced(['billable_metric_codes'], ({ billable_metric_codes: metrics }) => ({
    limit: { to: 'metrics', metrics },
  })),
  replaced(['expiration', 'expiration_at'], ({ expiration, expiration_at }) =>
    expiration === 'time_limit' && isSaid(expiration_at) ? { expiresAt: expiration_at } : undefined,
  ),
);

/** Changes of a coupon of Lago: `facts/lago.md §b`. */
export const couponChanges = coupon;

/** A new coupon of Lago: one that never expires is what a new one is that says nothing of it. */
export const newCoupon = steps(
  coupon,
  replaced(['expiration', 'expiration_at'], ({ expiration, expiration_at }) =>
    expiration === 'no_expiration' && !isSaid(expiration_at) ? {} : undefined,
  ),
);
