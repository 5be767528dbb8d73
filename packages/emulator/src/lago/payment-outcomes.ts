import type { Invoice } from '@billport/core';
import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/** What became of the payment of an invoice, and when that was told. */
export interface PaymentOutcome {
  readonly status: Invoice['paymentStatus'];
  /** ISO 8601 in UTC. */
  readonly at: string;
}

const outcomesOf = kept(() => new Map<string, PaymentOutcome>());

/** Notes the outcome of a payment that was recorded just now. */
export function keepPaymentOutcome(state: LagoState, invoice: Invoice): void {
  outcomesOf(state).set(invoice.id, { status: invoice.paymentStatus, at: state.now() });
}

/** The last outcome that was recorded of the invoice's payment. */
export const paymentOutcome = (state: LagoState, invoiceId: string): PaymentOutcome | undefined =>
  outcomesOf(state).get(invoiceId);
