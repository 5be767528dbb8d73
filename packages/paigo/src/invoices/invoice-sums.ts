import { BillingError, Decimal } from '@billport/core';
import { amountOf, toldAmount } from '../wire/exact-decimal.ts';
import type { PaigoInvoice, PaigoInvoiceLine } from '../wire/invoice.ts';
import { listOf } from '../wire/reading.ts';
import { creditPayments, moneyPayments } from './credit-payments.ts';
import { type ExactLine, madeUpLine, roundLines } from './round-lines.ts';

/** The sums of an invoice, each in whole smallest units of the currency, as major units. */
export interface InvoiceSums {
  readonly lines: readonly ExactLine[];
  readonly fees: Decimal;
  /** What the lines come to and the invoice does not ask for. */
  readonly discount: Decimal;
  readonly untaxed: Decimal;
  readonly taxes: Decimal;
  /** What credits paid. */
  readonly credits: Decimal;
  readonly total: Decimal;
  readonly paid: Decimal;
  readonly due: Decimal;
  /** Sentences about what Paigo's total and its lines do not agree on. */
  readonly differences: readonly string[];
}

/** Amounts as Paigo tells them. */
interface Told {
  readonly fees: Decimal;
  readonly untaxed: Decimal;
  readonly taxes: Decimal;
  readonly credits: Decimal;
  /** With credits and without. */
  readonly paid: Decimal;
  readonly isPaid: boolean;
}

/**
 * Whether the total is what credits left: nobody says (§6.31). An invoice that is paid tells by what
 * was paid in all; any other by its lines, or since credits cannot pay more than there is.
 */
function isAfterCredits({ fees, untaxed, taxes, credits, paid, isPaid }: Told): boolean {
  const left = fees.minus(untaxed);
  if (credits.isZero() || !left.isPositive()) return false;
  const asked = untaxed.plus(taxes);
  if (isPaid && asked.equals(paid)) return false;
  if (isPaid && asked.plus(credits).equals(paid)) return true;
  return left.equals(credits) || asked.compare(credits) < 0;
}

/** The total without tax before credits. */
function beforeCredits(told: Told): Decimal {
  const { fees, untaxed, credits } = told;
  return isAfterCredits(told) ? Decimal.min(fees, untaxed.plus(credits)) : untaxed;
}

function toldBy(invoice: PaigoInvoice, fees: Decimal, digits: number): Told {
  const { totalAmountWithoutTax, taxAmount, amountPaid, invoiceStatus } = invoice;
  const credits = creditPayments(invoice).round(digits);
  const payments = moneyPayments(invoice).round(digits).plus(credits);
  return {
    fees,
    untaxed: (toldAmount(totalAmountWithoutTax, 'totalAmountWithoutTax') ?? fees).round(digits),
    taxes: amountOf(taxAmount, 'taxAmount').round(digits),
    credits,
    // Payments past Paigo are in amountPaid alone.
    paid: Decimal.max(amountOf(amountPaid, 'amountPaid').round(digits), payments),
    isPaid: invoiceStatus === 'Paid',
  };
}

const sumOf = (lines: readonly ExactLine[]) => Decimal.sum(lines.map(({ amount }) => amount));

/** The lines, and one more for what the total has and the lines do not. */
function completed(lines: readonly ExactLine[], { fees, untaxed, taxes }: Told) {
  const more = untaxed.minus(fees);
  const added = more.isPositive() ? [madeUpLine('Not in the lines', more)] : [];
  // A tax is a share of something: one on nothing is an amount of its own.
  const isTaxOnNothing = untaxed.isZero() && taxes.isPositive();
  return {
    lines: [...lines, ...added, ...(isTaxOnNothing ? [madeUpLine('Taxes', taxes)] : [])],
    taxes: isTaxOnNothing ? Decimal.ZERO : taxes,
  };
}

function* differencesOf(told: Told, before: Decimal): Generator<string> {
  const { fees, untaxed, taxes } = told;
  const difference = before.minus(fees);
  if (difference.isPositive()) {
    yield `The lines come to ${fees} and the total without tax is ${untaxed}: a line is added for the rest.`;
  } else if (difference.isNegative()) {
    yield `The lines come to ${fees} and the total without tax is ${untaxed}: what is missing is shown as a coupon.`;
  }
  if (before.isZero() && taxes.isPositive()) {
    yield `Taxes of ${taxes} stand on an invoice of nothing: a line is added for them.`;
  }
}

/** The lines. Where there is neither a list of them nor a total, nobody knows what is asked for. */
function linesOf({ lineItems, totalAmountWithoutTax }: PaigoInvoice): PaigoInvoiceLine[] {
  const isTold = (value: unknown) => value !== undefined && value !== null;
  if (isTold(lineItems) || isTold(totalAmountWithoutTax)) return listOf(lineItems);
  throw new BillingError('malformed_response', {
    message: 'Paigo sent neither lines nor a total.',
  });
}

/**
 * What was paid with money: all of what Paigo calls paid, and else no more than is asked for. Of one
 * that asks for less than nothing, nobody pays anything.
 */
function paidOf({ paid, credits, isPaid }: Told, total: Decimal): Decimal {
  if (isPaid) return total;
  return total.isNegative() ? Decimal.ZERO : Decimal.min(paid.minus(credits), total);
}

/**
 * The sums of an invoice, from its lines and the totals that Paigo tells. They agree with each other;
 * what Paigo's do not agree on is said.
 * @throws BillingError `malformed_response` for amounts that cannot be read: they are not nothing.
 */
export function invoiceSums(invoice: PaigoInvoice, digits: number): InvoiceSums {
  const read = roundLines(linesOf(invoice), digits);
  const told = toldBy(invoice, sumOf(read), digits);
  const before = beforeCredits(told);
  const { lines, taxes } = completed(read, { ...told, untaxed: before });
  const fees = sumOf(lines);
  const untaxed = before.isZero() ? fees.minus(told.fees) : before;
  const discount = fees.minus(untaxed);
  const { credits } = told;
  const total = untaxed.plus(taxes).minus(credits);
  const paid = paidOf(told, total);
  return {
    lines,
    fees,
    discount,
    untaxed,
    taxes,
    credits,
    total,
    paid,
    due: total.minus(paid),
    differences: [...differencesOf(told, before)],
  };
}
