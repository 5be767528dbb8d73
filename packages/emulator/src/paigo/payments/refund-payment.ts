import { Decimal } from '@billport/core';
import { z } from 'zod';
import { badRequest } from '../failure.ts';
import type { CustomerRecord } from '../records/customer.ts';
import { decimalText, metadata, oneOf, text } from '../requests/field-rules.ts';
import type { PaigoState } from '../state.ts';
import { refundedOf, refundsOf, stripePayments } from './stripe-payments.ts';

/** Body of `POST /customers/{id}/refunds`. */
export const REFUND = z.strictObject({
  refundChannelOptions: z.strictObject({ paymentIntentId: text }),
  amount: decimalText({ above: '0' }).optional(),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer').default(
    'requested_by_customer',
  ),
  metadata: metadata.default({}),
});

/**
 * Gives a payment back, in full where no amount is named.
 * @throws PaigoFailure 400 for an unknown payment, and for more than is left of it.
 */
export function refundPayment(
  state: PaigoState,
  { customerId }: CustomerRecord,
  { refundChannelOptions: { paymentIntentId }, amount, ...rest }: z.output<typeof REFUND>,
): void {
  const payment = stripePayments(state, customerId).find(
    (each) => each.paymentIntentId === paymentIntentId,
  );
  if (payment === undefined) throw badRequest(`No such payment_intent: ${paymentIntentId}`);
  const left = Decimal.parse(payment.amount).minus(refundedOf(state, customerId, payment));
  const back = amount === undefined ? left : Decimal.parse(amount);
  if (back.isZero() || back.compare(left) > 0) {
    throw badRequest(`Refund amount is greater than what is left of the payment: ${left}`);
  }
  const { invoiceId, currency } = payment;
  const refund = { ...rest, invoiceId, paymentIntentId, currency, amount: back.toString() };
  const former = refundsOf(state, customerId);
  state.refunds.set(customerId, [...former, { ...refund, created: state.now() }]);
}
