import type { AggregationKind, CreateMetricInput, UnitRounding } from '@billport/core';
import { kept } from './kept.ts';
import type { LagoState } from './state.ts';

/** Values of an event property that charges may price apart. */
export interface MetricFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** A metric with everything that Lago keeps of it. The engine has the part that it meters by. */
export interface LagoMetric {
  readonly lagoId: string;
  readonly code: string;
  readonly name: string;
  readonly description: string | null;
  /** Such as `sum_agg`. */
  readonly aggregationType: AggregationType;
  readonly fieldName: string | null;
  readonly recurring: boolean;
  readonly weightedInterval: string | null;
  readonly roundingFunction: UnitRounding['mode'] | null;
  readonly roundingPrecision: number | null;
  readonly expression: string | null;
  readonly filters: readonly MetricFilter[];
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
}

/** The engine's aggregation by Lago's name of it (`facts/lago.md §b` "Billable metrics"). */
export const AGGREGATIONS = {
  count_agg: 'count',
  sum_agg: 'sum',
  max_agg: 'max',
  unique_count_agg: 'unique_count',
  weighted_sum_agg: 'weighted_sum',
  latest_agg: 'latest',
} as const satisfies Readonly<Record<string, AggregationKind>>;

export type AggregationType = keyof typeof AGGREGATIONS;

/** The metrics of an account by code, in the order in which they were made. */
class MetricBook {
  readonly #metrics = new Map<string, LagoMetric>();

  /** All of them, newest first. */
  all(): LagoMetric[] {
    return [...this.#metrics.values()]
      .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
      .reverse();
  }

  find(code: string): LagoMetric | undefined {
    return this.#metrics.get(code);
  }

  findById(lagoId: string): LagoMetric | undefined {
    return this.all().find((metric) => metric.lagoId === lagoId);
  }

  /** The id of the metric with this code, also of one that is gone. */
  idOf(state: LagoState, code: string): string {
    return this.find(code)?.lagoId ?? state.ids.of('metric', code);
  }

  put(metric: LagoMetric): void {
    this.#metrics.set(metric.code, metric);
  }

  remove(code: string): void {
    this.#metrics.delete(code);
  }
}

/** The metrics of this account. */
export const metricsOf = kept(() => new MetricBook());

/** The metric as the engine meters it. */
export function engineMetric(metric: LagoMetric): CreateMetricInput {
  const { roundingFunction: mode, roundingPrecision: precision, expression } = metric;
  const shared = {
    code: metric.code,
    name: metric.name,
    ...(mode === null ? {} : { rounding: { mode, ...(precision === null ? {} : { precision }) } }),
  };
  const aggregation = AGGREGATIONS[metric.aggregationType];
  if (aggregation === 'count') return { aggregation, ...shared };
  const metered = {
    ...shared,
    property: metric.fieldName ?? '',
    ...(expression === null ? {} : { expression }),
  };
  if (aggregation === 'max' || aggregation === 'latest') return { aggregation, ...metered };
  return { aggregation, ...metered, recurring: metric.recurring };
}
