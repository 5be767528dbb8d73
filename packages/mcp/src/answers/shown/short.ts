import type { CouponFrequency, Discount, Instant, Money, Period } from '@billport/core';

/** `12.50 USD`: the digits stay as the provider wrote them. */
export function shortMoney({ amount, currency }: Money): string {
  return `${amount} ${currency}`;
}

/** Whether the amount is nothing, however many zeros it has. */
export function isZero({ amount }: Money): boolean {
  return !/[1-9]/.test(amount);
}

/** A moment without what is zero: `2026-01-31` at midnight UTC, else `2026-01-31T10:15:00Z`. */
export function shortInstant(instant: Instant | undefined): string | undefined {
  return instant?.replace(/T00:00:00\.000Z$/, '').replace(/\.000Z$/, 'Z');
}

/** `2026-01-01..2026-02-01`: the end does not belong to it. */
export function shortPeriod(period: Period | undefined): string | undefined {
  return period && `${shortInstant(period.from)}..${shortInstant(period.to)}`;
}

/** `25%` or `10.00 USD`. */
export function shortDiscount(discount: Discount): string {
  return discount.type === 'percentage' ? `${discount.rate}%` : shortMoney(discount.amount);
}

/** `once`, `forever`, or `3 invoices`. */
export function shortFrequency(frequency: CouponFrequency): string {
  if (frequency.type !== 'recurring') return frequency.type;
  return `${frequency.periods} ${frequency.periods === 1 ? 'invoice' : 'invoices'}`;
}

/** `region=eu|us, tier=gold`: the properties of a filter or a group. */
export function shortMatch(
  match: Readonly<Record<string, readonly string[] | string | null>> | undefined,
): string | undefined {
  if (match === undefined) return undefined;
  return Object.entries(match)
    .map(
      ([name, value]) =>
        `${name}=${typeof value === 'string' ? value : (value?.join('|') ?? 'none')}`,
    )
    .join(', ');
}
