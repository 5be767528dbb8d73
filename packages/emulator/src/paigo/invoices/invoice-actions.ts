import { Decimal } from '@billport/core';
import { moveCredits, spendableCredits } from '../credits/ledger.ts';
import { customerAt } from '../customers/find-customer.ts';
import { badRequest } from '../failure.ts';
import { thingAt } from '../find-thing.ts';
import type { InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';
import { tellInvoice } from '../webhooks/tell.ts';
import { paidOn, totalOf } from './invoice-amounts.ts';

type Status = InvoiceRecord['invoiceStatus'];

/**
 * The invoice, where it has one of these statuses.
 * @throws PaigoFailure 404, or 400 where it has another one.
 */
function invoiceIn(state: PaigoState, invoiceId: string, ...statuses: Status[]): InvoiceRecord {
  const invoice = thingAt(state, state.invoices, invoiceId, 'Invoices');
  if (statuses.includes(invoice.invoiceStatus)) return invoice;
  const allowed = statuses.join(' or ');
  throw badRequest(`The invoice is ${invoice.invoiceStatus}; this takes one that is ${allowed}.`);
}

/**
 * Opens a draft, and sends it to the customer where the profile says so: what people do on the
 * dashboard.
 * @throws PaigoFailure 404 for an unknown invoice, 400 for one that is no draft.
 */
export function releaseInvoice(state: PaigoState, invoiceId: string): void {
  const invoice = invoiceIn(state, invoiceId, 'Draft');
  invoice.invoiceStatus = 'Open';
  if (state.profile.sendInvoiceEmail !== 'true') return;
  invoice.sentAt.push(state.now());
  tellInvoice(state, 'INVOICE_SENT', invoice);
}

/**
 * Voids an invoice that is not paid: what people do on the dashboard.
 * @throws PaigoFailure 404 for an unknown invoice, 400 for one that is paid or void.
 */
export function voidInvoice(state: PaigoState, invoiceId: string): void {
  invoiceIn(state, invoiceId, 'Draft', 'Open').invoiceStatus = 'Voided';
}

/**
 * Opens a voided invoice again, as the dashboard can (`facts/paigo.md §4` "Invoices").
 * @throws PaigoFailure 404 for an unknown invoice, 400 for one that is not void.
 */
export function reviveInvoice(state: PaigoState, invoiceId: string): void {
  invoiceIn(state, invoiceId, 'Voided').invoiceStatus = 'Open';
}

/** Pays with the customer's credits as far as they go; those are used first (`facts/paigo.md §4`). */
function payWithCredits(state: PaigoState, invoice: InvoiceRecord, due: Decimal): void {
  const { customerId, invoiceId } = invoice;
  const used = Decimal.min(due, spendableCredits(state, customerId));
  if (!used.isPositive()) return;
  const timestamp = state.now();
  moveCredits(state, {
    customerId,
    transactionAmount: used.negated().toString(),
    timestamp,
    metadata: { invoiceId },
  });
  invoice.payments.push({ type: 'Credit', transactionAmount: used.toString(), timestamp });
}

/** Pays the rest: by card through Stripe, or past Paigo on the manual channel. */
function payRest(state: PaigoState, invoice: InvoiceRecord, due: Decimal): void {
  if (!due.isPositive()) return;
  const transactionAmount = due.toString();
  const { paymentChannel } = customerAt(state, invoice.customerId);
  if (paymentChannel === 'manual') invoice.paidElsewhere = transactionAmount;
  else invoice.payments.push({ type: 'Stripe', transactionAmount, timestamp: state.now() });
}

/**
 * Pays an open invoice in full: with credits first, the rest as the customer's channel says. What
 * is paid on an invoice for credits becomes credits, and takes none (`facts/paigo.md §3.5`).
 * @throws PaigoFailure 404 for an unknown invoice, 400 for one that is not open.
 */
export function payInvoice(state: PaigoState, invoiceId: string): void {
  const invoice = invoiceIn(state, invoiceId, 'Open');
  const { customerId, storePaymentAsCredit } = invoice;
  const dueOn = () => totalOf(invoice).minus(paidOn(invoice));
  if (!storePaymentAsCredit) payWithCredits(state, invoice, dueOn());
  payRest(state, invoice, dueOn());
  invoice.invoiceStatus = 'Paid';
  if (storePaymentAsCredit) {
    moveCredits(state, {
      customerId,
      transactionAmount: paidOn(invoice).toString(),
      timestamp: state.now(),
      metadata: { invoiceId },
    });
  }
  tellInvoice(state, 'INVOICE_PAID', invoice);
}

/**
 * Lets the card of an open invoice be refused. It stays open.
 * @throws PaigoFailure 404 for an unknown invoice, 400 for one that is not open.
 */
export function failPayment(state: PaigoState, invoiceId: string): void {
  tellInvoice(state, 'STRIPE_PAYMENT_FAILED', invoiceIn(state, invoiceId, 'Open'));
}
