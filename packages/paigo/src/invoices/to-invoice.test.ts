import { Decimal, type Invoice, minorUnits } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { taxRate } from './tax-rate.ts';
import { toInvoice } from './to-invoice.ts';

const CENT = Decimal.parse('0.01');
const cents = (amount: bigint) => Decimal.fromScaled(amount, 2);
const textOf = (amount: bigint) => cents(amount).toString();

/** Quantities and prices with more digits than cents, as texts or as numbers. */
const lines = fc.array(
  fc.record({
    name: fc.string(),
    quantity: fc.integer({ min: 0, max: 99_999 }).map((thousandths) => thousandths / 1000),
    unitCost: fc
      .integer({ min: 0, max: 999_999 })
      .map((tenths) => Decimal.fromScaled(BigInt(tenths), 3).toString()),
  }),
  { maxLength: 8 },
);

/** What the lines come to in cents, by arithmetic of its own: each rounded half up. */
function centsOf(all: readonly { quantity: number; unitCost: string }[]): bigint {
  return all.reduce((sum, { quantity, unitCost }) => {
    const millionths = BigInt(Math.round(quantity * 1000)) * BigInt(unitsOf(unitCost));
    return sum + (millionths + 5000n) / 10_000n;
  }, 0n);
}

/** Thousandths of a decimal text. */
function unitsOf(text: string): string {
  const [whole = '', part = ''] = text.split('.');
  return `${whole}${part.padEnd(3, '0')}`;
}

const read = (wire: PaigoInvoice): Invoice =>
  toInvoice({
    id: 'i',
    customerKey: 'acme',
    wire: { invoiceDate: '2026-01-15T12:00:00.000Z', currency: 'USD', ...wire },
  });

/** Every sum that the contract defines (facts/rating.md §1). */
function sumsHold({ fees, totals, taxes }: Invoice): void {
  const minor = (name: keyof typeof totals) => minorUnits(totals[name]);
  expect(fees.reduce((sum, { amount }) => sum + minorUnits(amount), 0n)).toBe(minor('fees'));
  expect(minor('fees') - minor('coupons')).toBe(minor('subtotalExcludingTax'));
  expect(minor('subtotalExcludingTax') + minor('taxes')).toBe(minor('subtotalIncludingTax'));
  expect(minor('subtotalIncludingTax') - minor('prepaidCredits')).toBe(minor('total'));
  expect(minor('total') - minor('paid')).toBe(minor('due'));
  const shares = Decimal.sum(fees.map(({ couponAmount }) => Decimal.parse(couponAmount)));
  expect(shares.toString()).toBe(Decimal.parse(totals.coupons.amount).toString());
  const precise = fees
    .flatMap((fee) => fee.taxes)
    .map(({ base, rate }) => Decimal.parse(base).times(Decimal.parse(rate)).times(CENT));
  expect(Decimal.sum(precise).round(2).toFixed(2)).toBe(totals.taxes.amount);
  expect(taxes.reduce((sum, { amount }) => sum + minorUnits(amount), 0n)).toBe(minor('taxes'));
}

describe('toInvoice', () => {
  it('asks for what Paigo asks for, with sums that agree, whatever is taken off and taxed', () => {
    fc.assert(
      fc.property(lines, fc.nat(1_000_000), fc.nat(1_000_000), (lineItems, off, tax) => {
        const fees = centsOf(lineItems);
        const untaxed = fees - (BigInt(off) > fees ? fees : BigInt(off));
        const invoice = read({
          lineItems,
          invoiceStatus: 'Open',
          totalAmountWithoutTax: textOf(untaxed),
          taxAmount: textOf(BigInt(tax)),
        });
        sumsHold(invoice);
        expect(minorUnits(invoice.totals.total)).toBe(untaxed + BigInt(tax));
      }),
    );
  });

  it('asks for what credits have left, whether the total is before or after them', () => {
    fc.assert(
      fc.property(lines, fc.nat(100_000), fc.boolean(), (lineItems, spent, isAfter) => {
        const fees = centsOf(lineItems);
        const credits = BigInt(spent) > fees ? fees : BigInt(spent);
        const invoice = read({
          lineItems,
          invoiceStatus: 'Open',
          totalAmountWithoutTax: textOf(isAfter ? fees - credits : fees),
          payments: [{ type: 'Credit', transactionAmount: textOf(credits) }],
        });
        sumsHold(invoice);
        expect(minorUnits(invoice.totals.total)).toBe(fees - credits);
        expect(minorUnits(invoice.totals.coupons)).toBe(0n);
      }),
    );
  });

  it('is paid in full where Paigo says so', () => {
    fc.assert(
      fc.property(lines, fc.nat(1_000_000), (lineItems, tax) => {
        const invoice = read({
          lineItems,
          invoiceStatus: 'Paid',
          taxAmount: textOf(BigInt(tax)),
        });
        sumsHold(invoice);
        expect(minorUnits(invoice.totals.due)).toBe(0n);
      }),
    );
  });
});

describe('taxRate', () => {
  it.each([
    { base: '100', tax: '20', rate: '20' },
    { base: '68.33', tax: '13.67', rate: '20' },
    { base: '100', tax: '8.88', rate: '8.88' },
    { base: '0.01', tax: '0', rate: '0' },
  ])('of $tax on $base is $rate', ({ base, tax, rate }) => {
    expect(taxRate(Decimal.parse(base), Decimal.parse(tax), 2).toString()).toBe(rate);
  });

  it('comes to the tax, whatever it is on', () => {
    const amount = fc.integer({ min: 1, max: 1_000_000_000 }).map((each) => cents(BigInt(each)));
    fc.assert(
      fc.property(amount, amount, (base, tax) => {
        const rate = taxRate(base, tax, 2);
        expect(base.times(rate).times(CENT).round(2).equals(tax)).toBe(true);
      }),
    );
  });
});
