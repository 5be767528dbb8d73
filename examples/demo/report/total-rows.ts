import { Decimal, type Invoice, type Money } from '@billport/core';
import { amountText, moneyText, priceText } from './number-text.ts';

/** A sum of the invoice: words, amount, and whether it stands out. */
export type TotalRow = readonly [label: string, amount: string, strong?: boolean];

const less = (money: Money) => (isZero(money) ? amountText(money) : `−${amountText(money)}`);
const isZero = ({ amount }: Money) => Decimal.parse(amount).isZero();

/** Names of credits by their ids at the provider. */
export type CreditNames = ReadonlyMap<string, string>;

/** All sums of an invoice, from the fees down to what is due (`facts/rating.md §1`). */
export function totalRows(invoice: Invoice, names: CreditNames): TotalRow[] {
  const { totals } = invoice;
  const nameOf = (id: string) => names.get(id) ?? id;
  return [
    ['Fees', amountText(totals.fees)],
    ...invoice.progressiveCredits.map(({ amount }): TotalRow => ['Billed early', less(amount)]),
    ...invoice.coupons.map(
      ({ couponCode, amount }): TotalRow => [`Coupon ${couponCode}`, less(amount)],
    ),
    ['Subtotal before tax', amountText(totals.subtotalExcludingTax), true],
    ...invoice.taxes.map(
      ({ name, code, rate, base, amount }): TotalRow => [
        `Tax ${name ?? code}, ${priceText(rate)} % of ${amountText({ ...amount, amount: base })}`,
        amountText(amount),
      ],
    ),
    ['Subtotal with tax', amountText(totals.subtotalIncludingTax), true],
    ...invoice.creditNotes.map(
      ({ creditNoteId, amount }): TotalRow => [`Credit note ${nameOf(creditNoteId)}`, less(amount)],
    ),
    ...invoice.prepaidCredits.map(
      ({ walletId, amount }): TotalRow => [`Prepaid, ${nameOf(walletId)}`, less(amount)],
    ),
    ['Total due', moneyText(totals.due), true],
  ];
}
