import type { ChargeModel } from '../contract/charges.ts';
import type { AggregationKind } from '../contract/metrics.ts';
import type { PlanInterval } from '../contract/plans.ts';

/** What a provider can express, beside which operations it has. */
export interface Limits {
  readonly aggregations: readonly AggregationKind[];
  readonly chargeModels: readonly ChargeModel[];
  readonly intervals: readonly PlanInterval[];
  /** Currencies that plans may have, or all of ISO 4217. */
  readonly currencies: readonly string[] | 'all';
  readonly usage: {
    /** Most events that travel together. */
    readonly batchSize: number;
    /** Whether one bad event keeps the others of its call from being recorded. */
    readonly atomic: boolean;
    /** Whether a repeated event id is counted once, and what makes it the same event. */
    readonly deduplication: 'id' | 'id_and_timestamp' | 'none';
    /**
     * What the answer says of a repeated event. `compared`: `duplicate`, or `rejected` where the
     * content is another; `reported`: `duplicate`, whatever the content; `silent`: `recorded`.
     */
    readonly repeats: 'compared' | 'reported' | 'silent';
  };
  /** Whether `idempotencyKey` is honoured. */
  readonly idempotencyKeys: boolean;
  /** Whether effects may be seen later than the answer, such as a balance after a top-up. */
  readonly eventuallyConsistent: boolean;
}
