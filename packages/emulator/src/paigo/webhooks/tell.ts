import type { InvoiceRecord } from '../records/invoice.ts';
import type { PaigoState } from '../state.ts';

/** What Paigo says of each thing that can happen to an invoice. */
const INVOICE_WORDS = {
  INVOICE_CREATED: 'Generated invoice',
  INVOICE_SENT: 'Sent invoice',
  INVOICE_PAID: 'Paid invoice',
  STRIPE_PAYMENT_FAILED: 'Payment failed',
} as const;

/**
 * Tells who subscribed what happened to an invoice. Only the payload of a new one is known; the
 * others look like it.
 */
export function tellInvoice(
  state: PaigoState,
  webhookType: keyof typeof INVOICE_WORDS,
  { invoiceId, customerId }: InvoiceRecord,
): void {
  const message = INVOICE_WORDS[webhookType];
  state.webhooks.send(webhookType, { invoiceId, message, customerId });
}

/**
 * A customer as webhooks tell it: what is not there is null or empty, where reads may leave it
 * out (`facts/paigo.md §3.10`).
 */
export function customerPayload(customer: Readonly<Record<string, unknown>>) {
  const { invoices } = customer;
  return {
    offeringId: null,
    children: [],
    paymentChannelOptions: { stripeCustomerId: '' },
    customerVatId: '',
    ...customer,
    invoices: Array.isArray(invoices) && invoices.length > 0 ? invoices : null,
  };
}

/**
 * Tells who subscribed of a customer.
 * @param customer The customer as reads tell it.
 */
export function tellCustomer(
  state: PaigoState,
  webhookType: 'CUSTOMER_CREATED' | 'CUSTOMER_UPDATED',
  customer: Readonly<Record<string, unknown>>,
): void {
  if (state.webhooks.subscribersOf(webhookType).length === 0) return;
  state.webhooks.send(webhookType, customerPayload(customer));
}
