import { refundObject } from '../objects/payment.ts';
import type { PaigoState } from '../state.ts';
import { refundsOf, stripePayments } from './stripe-payments.ts';

/**
 * Refunds of a customer as Paigo tells them.
 * @param invoiceId Only those of this invoice; all when absent.
 */
export function toldRefunds(state: PaigoState, customerId: string, invoiceId?: string) {
  const refunds = refundsOf(state, customerId).filter(
    (refund) => invoiceId === undefined || refund.invoiceId === invoiceId,
  );
  // Most invoices have none, and lists of customers tell all invoices.
  if (refunds.length === 0) return [];
  const payments = stripePayments(state, customerId);
  return refunds.flatMap((refund) => {
    const payment = payments.find((each) => each.paymentIntentId === refund.paymentIntentId);
    return payment === undefined ? [] : [refundObject(refund, payment)];
  });
}
