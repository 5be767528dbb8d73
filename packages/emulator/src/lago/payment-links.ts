/** The payment provider that customers of the account have, where they have one. */
export const PAYMENT_PROVIDER = 'stripe';

/** A page of the payment provider where this can be paid. A secret: who has it can pay. */
export const paymentUrl = (lagoId: string): string =>
  `https://checkout.payments.invalid/pay/${lagoId}`;
