import type { Invoice } from '@billport/core';
import { kept } from '../kept.ts';
import type { LagoState } from '../state.ts';

/** Money that came in for an invoice, or for the invoices of a payment request. */
export interface Payment {
  readonly lagoId: string;
  readonly payable: { readonly type: 'Invoice' | 'PaymentRequest'; readonly lagoId: string };
  /** Ids of the engine. */
  readonly invoiceIds: readonly string[];
  readonly customerKey: string;
  /** In the currency's smallest unit. */
  readonly amountCents: number;
  readonly currency: string;
  /** `manual`: told by a client; `provider`: collected. */
  readonly type: 'manual' | 'provider';
  readonly reference: string | null;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** A customer who was asked for what is overdue. */
export interface PaymentRequest {
  readonly lagoId: string;
  readonly customerKey: string;
  readonly email: string;
  /** Ids of the engine. */
  readonly invoiceIds: readonly string[];
  /** In the currency's smallest unit. */
  readonly amountCents: number;
  readonly currency: string;
  readonly paymentStatus: 'pending' | 'succeeded' | 'failed';
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** Payments and payment requests of this account, oldest first. */
export const paymentsOf = kept(() => ({
  payments: new Map<string, Payment>(),
  requests: new Map<string, PaymentRequest>(),
}));

/**
 * What clients told of as paid in parts for an invoice that is not paid yet, in the currency's
 * smallest unit. The engine knows invoices that are paid or not.
 */
export function partsPaid(state: LagoState, { id, paymentStatus }: Invoice): bigint {
  if (paymentStatus === 'succeeded') return 0n;
  const payments = [...paymentsOf(state).payments.values()];
  return payments
    .filter(({ type, invoiceIds }) => type === 'manual' && invoiceIds.includes(id))
    .reduce((sum, { amountCents }) => sum + BigInt(amountCents), 0n);
}
