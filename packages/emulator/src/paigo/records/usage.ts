import type { Instant } from '@billport/core';
import type { PaigoMetadata } from './customer.ts';

/** A usage record; Paigo gives it no id (`facts/paigo.md §3.6`). */
export interface UsageRecord {
  readonly customerId: string;
  readonly dimensionId: string;
  readonly timestamp: Instant;
  /** A decimal as text. */
  readonly recordValue: string;
  readonly metadata?: PaigoMetadata | undefined;
  /** Whether reads see it. */
  visible: boolean;
}
