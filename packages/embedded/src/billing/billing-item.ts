import type { Span } from '@billport/rating';
import type { FeeLine } from './fee-line.ts';

/** What an invoice bills of one stay. A draft keeps its items and is computed from them again. */
export interface BillingItem {
  /** Number of the stay. */
  readonly stay: number;
  /** The part of a base period whose price is billed, cut at start and end of the stay. */
  readonly base?: Span;
  /** The usage that is billed. */
  readonly charges?: Span;
  /** The base period whose minimum commitment is settled, cut likewise. */
  readonly commitment?: Span;
  /** Lines that are not computed again: recurring charges in advance, at their renewal. */
  readonly lines?: readonly FeeLine[];
}
