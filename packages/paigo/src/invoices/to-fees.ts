import { compact } from '@billport/adapter-kit';
import { type AppliedTax, currencyDigits, Decimal, type Fee, type Invoice } from '@billport/core';
import type { InvoiceSums } from './invoice-sums.ts';
import type { ExactLine } from './round-lines.ts';
import { spreadDiscount } from './spread-discount.ts';
import { percentOf, taxRate } from './tax-rate.ts';

/** What all lines of an invoice share. */
export interface FeesOf {
  readonly invoiceId: string;
  readonly type: Invoice['type'];
  readonly currency: string;
  readonly sums: InvoiceSums;
}

/** The one tax of an invoice: Paigo tells its amount, and neither name nor rate. */
const TAX_CODE = 'tax';

const FEE_TYPES: Readonly<Partial<Record<Invoice['type'], Fee['type']>>> = {
  one_off: 'add_on',
  credit: 'credit',
};

/** An amount as money of the currency. */
export const moneyOf = (amount: Decimal, currency: string) => ({
  amount: amount.round(currencyDigits(currency)).toFixed(currencyDigits(currency)),
  currency,
});

/** The tax on an amount; none where the invoice has none. */
function appliedTax(
  base: Decimal,
  rate: Decimal | undefined,
  currency: string,
): AppliedTax | undefined {
  if (rate === undefined) return undefined;
  const amount = moneyOf(percentOf(base, rate), currency);
  return { code: TAX_CODE, rate: rate.toString(), base: base.toString(), amount };
}

/** The rate that the invoice's taxes come to; undefined where it has none. */
export function rateOf({ sums, currency }: Pick<FeesOf, 'sums' | 'currency'>): Decimal | undefined {
  const { taxes, untaxed } = sums;
  return taxes.isZero() ? undefined : taxRate(untaxed, taxes, currencyDigits(currency));
}

/** The taxes of the whole invoice. */
export function invoiceTaxes(of: Pick<FeesOf, 'sums' | 'currency'>): AppliedTax[] {
  const tax = appliedTax(of.sums.untaxed, rateOf(of), of.currency);
  return tax === undefined ? [] : [tax];
}

function typeOf({ type }: FeesOf, { isMadeUp }: ExactLine): Pick<Fee, 'type' | 'providerStatus'> {
  const known = isMadeUp ? undefined : FEE_TYPES[type];
  // A line of a period does not say whether it is a price or usage (`facts/paigo.md §4`).
  return known === undefined ? { type: 'unknown', providerStatus: 'line' } : { type: known };
}

function toFee(of: FeesOf, line: ExactLine, index: number, share: Decimal): Fee {
  const { invoiceId, currency } = of;
  const tax = appliedTax(line.amount.minus(share), rateOf(of), currency);
  const taxAmount = moneyOf(Decimal.parse(tax?.amount.amount ?? '0'), currency);
  const total = line.amount.plus(Decimal.parse(taxAmount.amount));
  return compact({
    id: `${invoiceId}:${index}`,
    ...typeOf(of, line),
    name: line.name,
    description: line.description,
    invoiceId,
    units: line.quantity.toString(),
    unitAmount: line.quantity.isZero() ? '0' : line.unitCost.toString(),
    amount: moneyOf(line.amount, currency),
    preciseAmount: line.precise.toString(),
    couponAmount: share.toString(),
    taxes: tax === undefined ? [] : [tax],
    taxAmount,
    totalAmount: moneyOf(total, currency),
  });
}

/** The lines of an invoice in the words of the contract. */
export function toFees(of: FeesOf): Fee[] {
  const { lines, discount } = of.sums;
  const amounts = lines.map(({ amount }) => amount);
  const shares = spreadDiscount(amounts, discount, currencyDigits(of.currency));
  return lines.map((line, index) => toFee(of, line, index, shares[index] ?? Decimal.ZERO));
}
