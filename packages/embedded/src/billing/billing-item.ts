/** A half-open span of time in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

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
  /** Start of a usage period: recurring charges in advance are billed for it in full. */
  readonly renewal?: number;
}
