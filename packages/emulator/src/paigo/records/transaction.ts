import type { Instant } from '@billport/core';
import type { PaigoMetadata } from './customer.ts';

/** A movement of a customer's credits (`facts/paigo.md §3.7`). */
export interface TransactionRecord {
  readonly customerId: string;
  /** Above zero: credits came; below: they went. Major units, as text. */
  readonly transactionAmount: string;
  readonly timestamp: Instant;
  readonly metadata?: PaigoMetadata | undefined;
  /** Whether reads see it. */
  visible: boolean;
}
