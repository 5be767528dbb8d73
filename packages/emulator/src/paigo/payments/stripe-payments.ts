import { Decimal } from '@billport/core';
import { badRequest } from '../failure.ts';
import { invoicesOf } from '../invoices/find-invoices.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { RefundRecord } from '../records/refund.ts';
import type { PaigoState } from '../state.ts';

/** A payment by Stripe. Its amount is in major units: nobody says which they are (§6.19). */
export interface StripePayment {
  readonly invoiceId: string;
  readonly paymentIntentId: string;
  readonly chargeId: string;
  readonly amount: string;
  readonly currency: string;
  readonly created: string;
}

/** Stripe's name of the payment of an invoice; there is one at most. */
export const paymentIntentOf = (invoiceId: string): string => `pi_${invoiceId.replaceAll('-', '')}`;

/** @throws PaigoFailure 400 for a customer that does not pay by Stripe (`facts/paigo.md §3.8`). */
export function refuseManual({ paymentChannel }: CustomerRecord): void {
  if (paymentChannel === 'Stripe') return;
  throw badRequest('This is only supported for customers with the Stripe payment channel');
}

/** What a customer paid by Stripe, in the order of the invoices. */
export function stripePayments(state: PaigoState, customerId: string): StripePayment[] {
  return invoicesOf(state, customerId).flatMap(({ invoiceId, currency, payments }) =>
    payments
      .filter(({ type }) => type === 'Stripe')
      .map(({ transactionAmount, timestamp }) => ({
        invoiceId,
        paymentIntentId: paymentIntentOf(invoiceId),
        chargeId: `ch_${invoiceId.replaceAll('-', '')}`,
        amount: transactionAmount,
        currency: currency.toLowerCase(),
        created: timestamp,
      })),
  );
}

/** What went back to the customer, in the order in which it did. */
export const refundsOf = (state: PaigoState, customerId: string): readonly RefundRecord[] =>
  state.refunds.get(customerId) ?? [];

/** What went back of a payment, in major units. */
export const refundedOf = (
  state: PaigoState,
  customerId: string,
  { paymentIntentId }: StripePayment,
): Decimal =>
  Decimal.sum(
    refundsOf(state, customerId)
      .filter((refund) => refund.paymentIntentId === paymentIntentId)
      .map(({ amount }) => Decimal.parse(amount)),
  );
