import type { PaigoMetadata } from '../own-metadata.ts';

/** A usage record as Paigo takes it: one for each request (`facts/paigo.md §3.6`). */
export interface PaigoUsageBody {
  readonly customerId: string;
  readonly dimensionId: string;
  /** An instant with milliseconds. */
  readonly timestamp: string;
  /** A decimal as text. */
  readonly recordValue: string;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** A usage record as Paigo answers it: without an id (`facts/paigo.md §3.6`). */
export interface PaigoRawUsage {
  readonly timestamp?: string | null;
  readonly recordValue?: string | number | null;
  readonly metadata?: PaigoMetadata | null;
}

/** Usage of one interval, aggregated: before the increment and its rounding (`facts/paigo.md §4`). */
export interface PaigoAggregate {
  readonly value?: string | number | null;
  readonly startTime?: string | null;
  readonly endTime?: string | null;
  /** The metadata that the records share, where these have prices of their own. */
  readonly metadataGroup?: PaigoMetadata | null;
}

/** Usage of one dimension: `Item` is {@link PaigoRawUsage} or {@link PaigoAggregate}. */
export interface PaigoDimensionUsage<Item> {
  readonly dimensionId: string;
  readonly offeringId?: string | null;
  readonly usage?: readonly Item[] | null;
}
