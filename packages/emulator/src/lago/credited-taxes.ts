import { type AppliedTax, currencyDigits, Decimal, type Invoice, type Money } from '@billport/core';

/** A part of a fee that is given back. */
export interface CreditedPart {
  readonly feeId: string;
  /** Before coupons and tax. */
  readonly amount: Money;
}

const PERCENT = Decimal.parse('0.01');
const DIGITS = 15;

/** The share of what a tax was applied to that belongs to a part of the fee. */
function shareOf(base: string, fee: Money, part: Money): Decimal {
  const whole = Decimal.parse(fee.amount);
  if (whole.isZero()) return Decimal.ZERO;
  return Decimal.parse(part.amount).times(Decimal.parse(base)).dividedBy(whole, DIGITS);
}

/** The taxes on what is given back, one for each code. */
export function creditedTaxes(invoice: Invoice, parts: readonly CreditedPart[]): AppliedTax[] {
  const bases = new Map<string, { readonly tax: AppliedTax; readonly base: Decimal }>();
  for (const { feeId, amount } of parts) {
    const fee = invoice.fees.find(({ id }) => id === feeId);
    for (const tax of fee?.taxes ?? []) {
      const before = bases.get(tax.code)?.base ?? Decimal.ZERO;
      const share = shareOf(tax.base, (fee as Invoice['fees'][number]).amount, amount);
      bases.set(tax.code, { tax, base: before.plus(share) });
    }
  }
  const { currency } = invoice;
  const digits = currencyDigits(currency);
  return [...bases.values()].map(({ tax, base }) => {
    const amount = base.times(Decimal.parse(tax.rate)).times(PERCENT).round(digits);
    return { ...tax, base: base.toString(), amount: { amount: amount.toFixed(digits), currency } };
  });
}

/** The mean rate in percent: all taxes on what is left of the parts after coupons. */
export function creditedRate(taxes: readonly AppliedTax[], subtotal: Money): number {
  const whole = Decimal.parse(subtotal.amount);
  if (whole.isZero()) return 0;
  const weighted = Decimal.sum(
    taxes.map(({ base, rate }) => Decimal.parse(base).times(Decimal.parse(rate))),
  );
  return Number(weighted.dividedBy(whole, 5).toString());
}
