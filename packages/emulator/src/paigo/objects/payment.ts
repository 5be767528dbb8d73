import type { StripePayment } from '../payments/stripe-payments.ts';
import type { RefundRecord } from '../records/refund.ts';

/** A payment by Stripe as Paigo tells it; the name of its id is Paigo's (`facts/paigo.md §3.8`). */
export const paymentObject = ({ invoiceId, ...payment }: StripePayment) => ({
  amount: payment.amount,
  paymentIntentsId: payment.paymentIntentId,
  metadata: { invoiceId },
  currency: payment.currency,
  status: 'succeeded',
  charges: [{ chargeId: payment.chargeId, amount: payment.amount }],
  created: payment.created,
});

/** A refund as Paigo tells it. `amount` is that of the payment. */
export const refundObject = (refund: RefundRecord, { amount, chargeId }: StripePayment) => ({
  amountRefunded: refund.amount,
  amount,
  chargeId,
  metadata: refund.metadata,
  currency: refund.currency,
  status: 'succeeded',
  created: refund.created,
});
