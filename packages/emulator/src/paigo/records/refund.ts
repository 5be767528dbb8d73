import type { Instant } from '@billport/core';
import type { PaigoMetadata } from './customer.ts';

/** Money that went back to a customer by Stripe (`facts/paigo.md §3.8`). */
export interface RefundRecord {
  readonly invoiceId: string;
  /** Stripe's id of the payment that it is a part of. */
  readonly paymentIntentId: string;
  /** Major units, as text. */
  readonly amount: string;
  readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer';
  readonly metadata: PaigoMetadata;
  /** Lower case, as Stripe has it. */
  readonly currency: string;
  readonly created: Instant;
}
