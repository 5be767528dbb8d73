import type {
  AggregationKind,
  Billing,
  ChargeModel,
  InputField,
  Instant,
  Limits,
  OperationId,
  PlanInterval,
} from '@billport/core';
import type { FaultInjection } from './faulty-fetch.ts';

/** What a scenario needs the provider to express, by its `limits`. */
export interface NeededLimits {
  readonly aggregations?: readonly AggregationKind[];
  readonly chargeModels?: readonly ChargeModel[];
  readonly intervals?: readonly PlanInterval[];
  readonly currencies?: readonly string[];
  readonly deduplication?: readonly Limits['usage']['deduplication'][];
  readonly repeats?: readonly Limits['usage']['repeats'][];
  readonly idempotencyKeys?: boolean;
  /** Whether parts of units are billed where a metric names no rounding. */
  readonly fractions?: boolean;
}

/** What a scenario works with. */
export interface ScenarioContext {
  /** The provider. Every call through it is checked against the contract. */
  readonly billing: Billing;
  readonly limits: Limits;
  /** A currency with two digits that plans of the provider may have; USD where it can be. */
  readonly currency: string;
  /** Those of the fields that an operation can be given: its limits say that it refuses others. */
  taken<Fields extends object>(operation: OperationId, fields: Fields): Partial<Fields>;
  /** Those of them that it keeps: of the others its manifest says that they are not applied. */
  kept<Fields extends object>(operation: OperationId, fields: Fields): Partial<Fields>;
  /** A key that no other scenario uses: the same in every run, another at each call. */
  key(kind: string): string;
  /** The backend's time. */
  now(): Instant;
  /** Moves the backend's time. Only with `needsClock`. */
  advanceTo(instant: Instant): Promise<void>;
  /** Resolves when everything written so far can be read. */
  settle(): Promise<void>;
  /** The connection to the service. Only with `needsFaults`. */
  readonly faults: FaultInjection;
}

/** One thing that every provider does in the same way. */
export interface Scenario {
  /** The operation that it is about. */
  readonly operation: OperationId;
  /** What the provider does, as a sentence whose subject is the operation. */
  readonly title: string;
  /** Other operations that it calls. Where one is unsupported the scenario is not run. */
  readonly needs?: readonly OperationId[];
  /** Groups of other operations, of each of which it calls one that is supported. */
  readonly needsAny?: readonly (readonly OperationId[])[];
  /** Operations that must do all that the contract says: where one is partial it is not run. */
  readonly needsWhole?: readonly OperationId[];
  readonly limits?: NeededLimits;
  /**
   * Fields of inputs that it cannot do without: `customers.upsert.timezone`. It is not run where
   * one is not kept, or refused.
   */
  readonly needsFields?: readonly InputField[];
  /** Fields that it leaves out although some providers require them, or sets to null. */
  readonly leavesOut?: readonly InputField[];
  /** Whether it moves time. */
  readonly needsClock?: boolean;
  /** Whether it breaks the connection. */
  readonly needsFaults?: boolean;
  /** Whether it was derived from the contract. An operation needs one that was written for it. */
  readonly derived?: boolean;
  /** Resolves when the provider does it; rejects when not. */
  run(context: ScenarioContext): Promise<void>;
}
