import { compact } from '@billport/adapter-kit';
import {
  BillingError,
  currencyDigits,
  Decimal,
  type Invoice,
  isCurrency,
  normalizeInstant,
  type Result,
  toEpochMs,
  type Warning,
} from '@billport/core';
import { walletIdOf } from '../credits/wallet-id.ts';
import type { PaigoInvoice } from '../wire/invoice.ts';
import { decimalOf, isFields, textOf } from '../wire/reading.ts';
import type { PurchaseRecord } from './invoice-record.ts';
import { type InvoiceSums, invoiceSums } from './invoice-sums.ts';
import { invoiceWords } from './invoice-words.ts';
import { invoiceTaxes, moneyOf, rateOf, toFees } from './to-fees.ts';

const DAY = 86_400_000;

/** Name of what an invoice takes off its lines: Paigo tells no more of it. */
const DISCOUNT = 'discount';

/** An invoice of a customer whose id is known. */
export interface IdentifiedInvoice {
  readonly id: string;
  readonly customerKey: string;
  readonly wire: PaigoInvoice;
  /** The credits that it asks the price of: Paigo does not tell it from any other. */
  readonly purchase?: PurchaseRecord | undefined;
}

function malformed({ id }: IdentifiedInvoice, what: string): BillingError {
  return new BillingError('malformed_response', {
    message: `Paigo sent invoice ${JSON.stringify(id)} without ${what}.`,
  });
}

function currencyOf(invoice: IdentifiedInvoice): string {
  const currency = textOf(invoice.wire.currency)?.toUpperCase();
  if (currency !== undefined && isCurrency(currency)) return currency;
  throw malformed(invoice, 'a currency');
}

/** The day of the invoice, in UTC: Paigo knows no time zones. */
function issuingDateOf(invoice: IdentifiedInvoice): string {
  const text = textOf(invoice.wire.invoiceDate) ?? '';
  const instant = normalizeInstant(text) ?? normalizeInstant(`${text}T00:00:00Z`);
  if (instant === undefined) throw malformed(invoice, 'a date');
  return instant.slice(0, 10);
}

/** The most days of a term that is believed: a hundred years. */
const LONGEST_TERM = 36_525;

/** Days until payment; undefined where there is no term, or none that can be one (§6.30). */
function termOf({ invoicePaymentTerm }: PaigoInvoice): number | undefined {
  const days = Number(decimalOf(invoicePaymentTerm));
  return Number.isInteger(days) && days >= 0 && days <= LONGEST_TERM ? days : undefined;
}

/** Date and term. */
function dueDateOf(wire: PaigoInvoice, issuingDate: string): string | undefined {
  const term = termOf(wire);
  if (term === undefined) return undefined;
  const due = new Date(toEpochMs(`${issuingDate}T00:00:00Z`) + term * DAY).toISOString();
  return normalizeInstant(due)?.slice(0, 10);
}

function totalsOf(sums: InvoiceSums, currency: string, isVoid: boolean): Invoice['totals'] {
  const money = (amount: Decimal) => moneyOf(amount, currency);
  const { fees, discount, untaxed, taxes, credits, total, paid, due } = sums;
  return {
    fees: money(fees),
    progressiveCredits: money(Decimal.ZERO),
    coupons: money(discount),
    subtotalExcludingTax: money(untaxed),
    taxes: money(taxes),
    subtotalIncludingTax: money(untaxed.plus(taxes)),
    creditNotes: money(Decimal.ZERO),
    prepaidCredits: money(credits),
    total: money(total),
    paid: money(paid),
    due: money(isVoid ? Decimal.ZERO : due),
  };
}

/** What takes off the lines, and what credits paid. */
function reductionsOf(
  { id, customerKey }: IdentifiedInvoice,
  { discount, credits }: InvoiceSums,
  currency: string,
): Pick<Invoice, 'coupons' | 'prepaidCredits'> {
  const [taken, paid] = [moneyOf(discount, currency), moneyOf(credits, currency)];
  const coupon = { appliedCouponId: `${id}:${DISCOUNT}`, couponCode: DISCOUNT, amount: taken };
  const wallet = { walletId: walletIdOf(customerKey), amount: paid };
  return {
    coupons: discount.isZero() ? [] : [coupon],
    prepaidCredits: credits.isZero() ? [] : [wallet],
  };
}

/** Status, payment and type; nothing is left to pay where nothing is due. */
function wordsOf({ wire, purchase }: IdentifiedInvoice, { total }: InvoiceSums) {
  const words = { ...invoiceWords(wire), ...(purchase && { type: 'credit' as const }) };
  const isFree = words.status === 'finalized' && total.isZero();
  return isFree ? { ...words, paymentStatus: 'succeeded' as const } : words;
}

/** Whether anything was refunded of what was paid. How much, nobody says for sure (§6.19). */
export const isRefunded = ({ refunds }: PaigoInvoice): boolean =>
  Array.isArray(refunds) ? refunds.some(isFields) : isFields(refunds);

const isTold = (value: unknown) => value !== undefined && value !== null && value !== '';

const REFUNDED =
  'Money of this invoice was refunded, which totals.paid does not tell: look at the refunds of its customer by billing.client.';

/** What has to be said of the invoice. */
function warningsOf(
  { wire }: IdentifiedInvoice,
  { differences }: InvoiceSums,
  due: string | undefined,
): Warning[] {
  const warn = (field: string, message: string): Warning => ({ code: 'partial', message, field });
  const isTermLost = due === undefined && isTold(wire.invoicePaymentTerm);
  const term = 'Paigo sent a payment term that is no number of days: the due date is left out.';
  return [
    ...differences.map((message) => warn('totals', message)),
    ...(isRefunded(wire) ? [warn('totals.paid', REFUNDED)] : []),
    ...(isTermLost ? [warn('paymentDueDate', term)] : []),
  ];
}

/**
 * An invoice in the words of the contract. What its lines and its totals do not agree on is a
 * warning.
 * @throws BillingError `malformed_response` for one without a date or a currency, and for amounts
 *   that cannot be read: they are not nothing.
 */
export function toInvoice(invoice: IdentifiedInvoice): Result<Invoice> {
  const { id, customerKey, wire } = invoice;
  const currency = currencyOf(invoice);
  const sums = invoiceSums(wire, currencyDigits(currency));
  const words = wordsOf(invoice, sums);
  const issuingDate = issuingDateOf(invoice);
  const of = { invoiceId: id, type: words.type, currency, sums };
  const paymentDueDate = dueDateOf(wire, issuingDate);
  const warnings = warningsOf(invoice, sums, paymentDueDate);
  return compact({
    id,
    // Paigo numbers no invoices: the id stands on them.
    number: words.status === 'draft' ? undefined : id,
    customerKey,
    ...words,
    currency,
    issuingDate,
    paymentDueDate,
    periods: [],
    fees: toFees(of),
    taxes: invoiceTaxes(of),
    taxRate: (rateOf(of) ?? Decimal.ZERO).round(5).toString(),
    ...reductionsOf(invoice, sums, currency),
    progressiveCredits: [],
    creditNotes: [],
    totals: totalsOf(sums, currency, words.status === 'voided'),
    providerRef: { provider: 'paigo', type: 'invoice', id },
    warnings: warnings.length === 0 ? undefined : warnings,
  }) as Result<Invoice>;
}
