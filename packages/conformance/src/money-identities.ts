import {
  type AppliedTax,
  type CreditNote,
  contract,
  currencyDigits,
  Decimal,
  type Fee,
  type Invoice,
  type Money,
  minorUnits,
  moneyFromMinor,
  type Operation,
  type UsageSummary,
  type Wallet,
} from '@billport/core';

const ONE_HUNDREDTH = Decimal.parse('0.01');

function sum(amounts: readonly Money[]): bigint {
  return amounts.reduce((total, amount) => total + minorUnits(amount), 0n);
}

/** The unrounded amount as money of the currency, half away from zero (`facts/rating.md §2`). */
export function rounded(amount: Decimal, currency: string): Money {
  const digits = currencyDigits(currency);
  return { amount: amount.round(digits).toFixed(digits), currency };
}

/** Says so when a sum that the contract defines is another. */
function* equal(what: string, actual: Money, expected: bigint): Generator<string> {
  if (minorUnits(actual) === expected) return;
  const { amount, currency } = moneyFromMinor(expected, actual.currency);
  yield `${what} is ${actual.amount} instead of ${amount} ${currency}`;
}

function* feeProblems(fee: Fee, index: number, currency: string): Generator<string> {
  const name = `fee ${index}`;
  for (const part of [fee.amount, fee.taxAmount, fee.totalAmount]) {
    if (part.currency !== currency) yield `${name} is in ${part.currency}, not in ${currency}`;
  }
  if (minorUnits(fee.amount) < 0n) yield `${name} is negative (${fee.amount.amount})`;
  const precise = rounded(Decimal.parse(fee.preciseAmount), fee.amount.currency);
  yield* equal(`amount of ${name}`, fee.amount, minorUnits(precise));
  const total = minorUnits(fee.amount) + minorUnits(fee.taxAmount);
  yield* equal(`total of ${name}`, fee.totalAmount, total);
  yield* taxProblems(fee.taxes, currency, name);
  const taxes = rounded(Decimal.sum(fee.taxes.map(taxOf)), currency);
  yield* equal(`tax of ${name}`, fee.taxAmount, minorUnits(taxes));
  if (Decimal.parse(fee.couponAmount).compare(Decimal.parse(fee.amount.amount)) > 0) {
    yield `coupons take more than ${name} costs (${fee.couponAmount})`;
  }
}

/** A tax of an amount, unrounded; major units. */
function taxOf({ base, rate }: AppliedTax): Decimal {
  return Decimal.parse(base).times(Decimal.parse(rate)).times(ONE_HUNDREDTH);
}

function* taxProblems(taxes: readonly AppliedTax[], currency: string, of: string) {
  for (const tax of taxes) {
    const shown = minorUnits(rounded(taxOf(tax), currency));
    yield* equal(`tax ${tax.code} of ${of}`, tax.amount, shown);
  }
}

/** All taxes of all fees, unrounded: the invoice rounds their sum once (`facts/rating.md §2`). */
function preciseTaxes(fees: readonly Fee[]): Decimal {
  return Decimal.sum(fees.flatMap(({ taxes }) => taxes).map(taxOf));
}

function* totalsProblems({ totals, ...invoice }: Invoice): Generator<string> {
  const minor = (name: keyof typeof totals) => minorUnits(totals[name]);
  const amounts = (lines: readonly { amount: Money }[]) => sum(lines.map(({ amount }) => amount));
  yield* equal('totals.fees', totals.fees, amounts(invoice.fees));
  yield* equal('totals.coupons', totals.coupons, amounts(invoice.coupons));
  yield* equal(
    'totals.progressiveCredits',
    totals.progressiveCredits,
    amounts(invoice.progressiveCredits),
  );
  yield* equal('totals.creditNotes', totals.creditNotes, amounts(invoice.creditNotes));
  yield* equal('totals.prepaidCredits', totals.prepaidCredits, amounts(invoice.prepaidCredits));
  const untaxed = minor('fees') - minor('progressiveCredits') - minor('coupons');
  yield* equal('totals.subtotalExcludingTax', totals.subtotalExcludingTax, untaxed);
  const taxed = minor('subtotalExcludingTax') + minor('taxes');
  yield* equal('totals.subtotalIncludingTax', totals.subtotalIncludingTax, taxed);
  const total = minor('subtotalIncludingTax') - minor('creditNotes') - minor('prepaidCredits');
  yield* equal('totals.total', totals.total, total);
  const taxes = rounded(preciseTaxes(invoice.fees), invoice.currency);
  yield* equal('totals.taxes', totals.taxes, minorUnits(taxes));
}

/** The taxes of the invoice are those of its fees, tax by tax, over all they were computed on. */
function* taxTableProblems({ fees, taxes, currency }: Invoice): Generator<string> {
  yield* taxProblems(taxes, currency, 'the invoice');
  const parts = fees.flatMap((fee) => fee.taxes);
  const codes = new Set([...parts, ...taxes].map(({ code }) => code));
  for (const code of codes) {
    const sumOf = (list: readonly AppliedTax[]) =>
      Decimal.sum(list.filter((tax) => tax.code === code).map(({ base }) => Decimal.parse(base)));
    const [shown, expected] = [sumOf(taxes), sumOf(parts)];
    if (!shown.equals(expected)) yield `tax ${code} is on ${shown} instead of ${expected}`;
  }
}

/** The fees' shares of the coupons make the coupons, but for the digits that shares are cut to. */
function* couponShareProblems({ fees, totals }: Invoice): Generator<string> {
  const shares = Decimal.sum(fees.map(({ couponAmount }) => Decimal.parse(couponAmount)));
  const coupons = Decimal.parse(totals.coupons.amount);
  const tolerance = Decimal.fromScaled(1n, currencyDigits(totals.coupons.currency));
  if (shares.minus(coupons).abs().compare(tolerance) > 0) {
    yield `the fees' shares of the coupons are ${shares} instead of ${coupons}`;
  }
}

/** What does not add up on an invoice (`facts/rating.md §1`). */
export function* invoiceProblems(invoice: Invoice): Generator<string> {
  const { totals, currency, status, paymentStatus } = invoice;
  for (const [index, fee] of invoice.fees.entries()) yield* feeProblems(fee, index, currency);
  for (const [name, amount] of Object.entries(totals)) {
    if (amount.currency !== currency) yield `totals.${name} is in ${amount.currency}`;
    if (minorUnits(amount) < 0n) yield `totals.${name} is negative (${amount.amount})`;
  }
  yield* totalsProblems(invoice);
  yield* taxTableProblems(invoice);
  yield* couponShareProblems(invoice);
  const open = minorUnits(totals.total) - minorUnits(totals.paid);
  if (minorUnits(totals.due) > open) yield `totals.due is more than total - paid`;
  const free = status === 'finalized' && minorUnits(totals.total) === 0n;
  if (free && paymentStatus !== 'succeeded') yield `nothing is due and it is ${paymentStatus}`;
}

/** What does not add up on a credit note (`facts/rating.md §11`). */
export function* creditNoteProblems(note: CreditNote): Generator<string> {
  const parts = sum([note.credit, note.refund, note.offset]);
  yield* equal('credit + refund + offset', note.total, parts);
  yield* equal('the total', note.total, sum([note.subtotalExcludingTax, note.taxes]));
  if (minorUnits(note.balance) < 0n) yield `its balance is negative (${note.balance.amount})`;
  if (minorUnits(note.balance) > minorUnits(note.credit)) yield 'its balance is above its credit';
}

function* walletProblems({ balance, currency, status }: Wallet): Generator<string> {
  if (balance.currency !== currency) yield `its balance is in ${balance.currency}`;
  if (minorUnits(balance) < 0n) yield `its balance is negative (${balance.amount})`;
  if (status === 'terminated' && minorUnits(balance) !== 0n) yield 'it ended and is not empty';
}

function* usageProblems({ charges, amount }: UsageSummary): Generator<string> {
  yield* equal('the amount of all charges', amount, sum(charges.map((charge) => charge.amount)));
  for (const { preciseAmount, amount: shown, metric } of charges) {
    if (preciseAmount === undefined) continue;
    const precise = rounded(Decimal.parse(preciseAmount), shown.currency);
    yield* equal(`the amount of ${metric}`, shown, minorUnits(precise));
  }
}

function* estimateProblems({ fees }: { fees: readonly Fee[] }): Generator<string> {
  for (const [index, fee] of fees.entries()) yield* feeProblems(fee, index, fee.amount.currency);
}

type Check = (value: never) => Iterable<string>;

const checks: ReadonlyMap<Operation['output'], Check> = new Map<Operation['output'], Check>([
  [contract.invoices.get.output, invoiceProblems],
  [contract.creditNotes.get.output, creditNoteProblems],
  [contract.credits.getWallet.output, walletProblems],
  [contract.usage.current.output, usageProblems],
  [contract.usage.estimateFees.output, estimateProblems],
]);

/**
 * What does not add up in an object of the contract, whichever operation brings it: sums that the
 * contract defines, currencies that differ, amounts below zero. Nothing for other objects.
 */
export function moneyProblems(operation: Operation, value: unknown): Iterable<string> {
  return checks.get(operation.output)?.(value as never) ?? [];
}
