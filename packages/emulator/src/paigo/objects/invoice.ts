import { Decimal } from '@billport/core';
import { creditsOn, paidOn } from '../invoices/invoice-amounts.ts';
import { documentLink, paymentLink } from '../invoices/invoice-links.ts';
import { paymentIntentOf } from '../payments/stripe-payments.ts';
import { toldRefunds } from '../payments/told-refunds.ts';
import type { InvoicePaymentRecord, InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';
import { toWireNumber, type WireNumber } from '../wire-number.ts';

/** How an invoice is told. */
export interface InvoiceObjectOptions {
  /** Whether it stands inside a customer, and so does not name that; false when absent. */
  readonly embedded?: boolean;
  /** Whether a link to its document comes along; false when absent. */
  readonly download?: boolean;
}

const numberOf = (text: string): WireNumber => toWireNumber(Decimal.parse(text));

/** The guide's words where they differ from the document's (`facts/paigo.md §4` "Invoices"). */
const GUIDE_WORDS: Readonly<Record<InvoiceRecord['invoiceStatus'], string>> = {
  Draft: 'Draft',
  Open: 'Active',
  Paid: 'Paid',
  Voided: 'Void',
};

/** The id under the name that the switch says; nothing where reads tell none. */
function idOf({ switches }: PaigoState, { invoiceId }: InvoiceRecord) {
  const { invoiceIdField: name } = switches;
  return name === 'none' ? {} : { [name]: invoiceId };
}

/** `totalAmountWithoutTax`: before or after credits, by the switch (`facts/paigo.md §6.31`). */
function amountOf({ switches }: PaigoState, invoice: InvoiceRecord): WireNumber {
  const amount = Decimal.parse(invoice.amount);
  if (switches.invoiceTotal === 'before_credits') return toWireNumber(amount);
  return toWireNumber(Decimal.max(amount.minus(creditsOn(invoice)), Decimal.ZERO));
}

/** A payment; one by Stripe names what Stripe would. */
function paymentObject(
  { invoiceId, currency }: InvoiceRecord,
  { type, transactionAmount, timestamp }: InvoicePaymentRecord,
) {
  const metadata =
    type === 'Credit'
      ? {}
      : {
          paymentIntentsId: paymentIntentOf(invoiceId),
          currency: currency.toLowerCase(),
          status: 'succeeded',
        };
  return { type, transactionAmount, timestamp, metadata };
}

function linksOf(state: PaigoState, invoice: InvoiceRecord, { download }: InvoiceObjectOptions) {
  const isUnpaid = invoice.invoiceStatus === 'Draft' || invoice.invoiceStatus === 'Open';
  return {
    ...(download && { invoiceUrl: documentLink(state, invoice) }),
    ...(isUnpaid && { paymentLink: paymentLink(state, invoice) }),
  };
}

/** An invoice as Paigo tells it (`facts/paigo.md §3.5`). */
export function invoiceObject(
  state: PaigoState,
  invoice: InvoiceRecord,
  options: InvoiceObjectOptions = {},
) {
  const { invoiceStatus, customerId, lineItems, payments, sentAt } = invoice;
  const { switches } = state;
  return {
    ...idOf(state, invoice),
    invoiceStatus: switches.invoiceWords === 'guide' ? GUIDE_WORDS[invoiceStatus] : invoiceStatus,
    invoiceType: invoice.invoiceType,
    invoiceDate: invoice.invoiceDate,
    invoicePaymentTerm: invoice.invoicePaymentTerm,
    ...(!options.embedded && { customerId }),
    currency: invoice.currency,
    totalAmountWithoutTax: amountOf(state, invoice),
    taxAmount: numberOf(invoice.taxAmount),
    amountPaid: toWireNumber(paidOn(invoice)),
    ...linksOf(state, invoice, options),
    lineItems: lineItems.map(({ quantity, unitCost, ...line }) => ({
      ...line,
      quantity: numberOf(quantity),
      unitCost: numberOf(unitCost),
    })),
    payments: payments.map((payment) => paymentObject(invoice, payment)),
    refunds: toldRefunds(state, customerId, invoice.invoiceId),
    // A list of lists, as the document has it.
    invoiceCommunicationHistory: [
      sentAt.map((time) => ({ time, type: 'INVOICE_EMAIL', metadata: {} })),
    ],
  };
}
