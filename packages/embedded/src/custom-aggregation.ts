import type { Period, UsageEvent } from '@billport/core';

/** What a custom aggregation is asked for. */
export interface CustomAggregationInput {
  /** Events of the period for one charge, filter and group, in time order. */
  readonly events: readonly UsageEvent[];
  readonly period: Period;
  /** `pricing.properties` of the charge. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Units and price as decimal text; the amount in major units. */
export interface CustomAggregationResult {
  readonly units: string;
  readonly amount: string;
}

/** Application code behind a metric of the `custom` aggregation. Must be pure: invoices may be computed again. */
export type CustomAggregation = (input: CustomAggregationInput) => CustomAggregationResult;
