import type { ChargeModel } from '../contract/charges.ts';
import type { OperationId } from '../contract/index.ts';
import type { AggregationKind } from '../contract/metrics.ts';
import type { PlanInterval } from '../contract/plans.ts';

/** A field of an operation's input: `customers.upsert.email`. */
export type InputField = `${OperationId}.${string}`;

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
  /** Whether units are billed as whole ones where a metric names no rounding; false when absent. */
  readonly wholeUnits?: boolean;
  /** Fields of inputs where the provider is stricter than the contract. */
  readonly fields?: {
    /**
     * Those that the contract lets be absent and the provider cannot do without, when the thing is
     * made: `customers.upsert.email`.
     */
    readonly required?: readonly InputField[];
    /**
     * Those that the provider cannot honour: a call that gives one is refused before anything is
     * sent. `plans.create.charges.filters` is given when any of the charges has some.
     */
    readonly refused?: readonly InputField[];
  };
  /** Whether `idempotencyKey` is honoured. */
  readonly idempotencyKeys: boolean;
  /** Whether effects may be seen later than the answer, such as a balance after a top-up. */
  readonly eventuallyConsistent: boolean;
}
