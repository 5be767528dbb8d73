import { Decimal, type Instant } from '@billport/core';
import type { CustomerRecord } from '../records/customer.ts';
import type { InvoiceLineRecord, InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';
import { tellInvoice } from '../webhooks/tell.ts';
import { addInvoice } from './find-invoices.ts';
import { releaseInvoice } from './invoice-actions.ts';
import { lineAmount, shareOf } from './invoice-amounts.ts';

/** What a new invoice is made of. */
export interface NewInvoice extends Pick<InvoiceRecord, 'currency' | 'invoiceType' | 'lineItems'> {
  /** The present when absent. */
  readonly invoiceDate?: Instant | undefined;
  /** None when absent. */
  readonly invoicePaymentTerm?: InvoiceRecord['invoicePaymentTerm'] | undefined;
  /** False when absent. */
  readonly storePaymentAsCredit?: boolean | undefined;
}

type Complete = Pick<InvoiceRecord, keyof NewInvoice>;

/** Sum of the lines, each of which is in whole steps of the currency. */
const sumOf = (lines: readonly InvoiceLineRecord[], currency: string): Decimal =>
  Decimal.sum(lines.map((line) => lineAmount(line, currency)));

/** The customer's percentage off whole invoices, while it lasts (`facts/paigo.md §3.2`). */
function discountOf({ discount }: CustomerRecord, invoiceDate: string): Decimal {
  const isOver = discount?.endDate !== undefined && discount.endDate <= invoiceDate;
  return discount === undefined || isOver ? Decimal.ZERO : Decimal.parse(discount.percentage);
}

/** Sum of the lines less the discount; what one pays for credits is never discounted. */
function amountOf(customer: CustomerRecord, invoice: Complete): Decimal {
  const { lineItems, currency, invoiceDate, storePaymentAsCredit } = invoice;
  const sum = sumOf(lineItems, currency);
  if (storePaymentAsCredit) return sum;
  return sum.minus(shareOf(sum, discountOf(customer, invoiceDate), currency));
}

/** The account's tax on an amount; none for the exempt, nor on credits, which are spent later. */
function taxOf(
  { taxRate }: PaigoState,
  { taxExempt }: CustomerRecord,
  amount: Decimal,
  { currency, storePaymentAsCredit }: Complete,
): Decimal {
  if (taxExempt === 'exempt' || storePaymentAsCredit) return Decimal.ZERO;
  return shareOf(amount, taxRate, currency);
}

/**
 * Makes an invoice and tells of it. It is open at once, or a draft that people release, by the
 * switch `invoiceApproval`.
 */
export function issueInvoice(
  state: PaigoState,
  customer: CustomerRecord,
  given: NewInvoice,
): InvoiceRecord {
  const {
    invoiceDate = state.now(),
    invoicePaymentTerm = '',
    storePaymentAsCredit = false,
  } = given;
  const complete: Complete = { ...given, invoiceDate, invoicePaymentTerm, storePaymentAsCredit };
  const amount = amountOf(customer, complete);
  const invoice: InvoiceRecord = {
    ...complete,
    invoiceId: state.ids.next(),
    customerId: customer.customerId,
    invoiceStatus: 'Draft',
    amount: amount.toString(),
    taxAmount: taxOf(state, customer, amount, complete).toString(),
    payments: [],
    paidElsewhere: '0',
    sentAt: [],
  };
  addInvoice(state, invoice);
  tellInvoice(state, 'INVOICE_CREATED', invoice);
  if (state.switches.invoiceApproval === 'automatic') releaseInvoice(state, invoice.invoiceId);
  return invoice;
}
