/** A property of events and the values of it that charges may name in filters. */
export interface LagoMetricFilter {
  readonly key: string;
  readonly values: readonly string[];
}

/** A billable metric as Lago answers it. */
export interface LagoMetric {
  readonly lago_id: string;
  readonly code: string;
  readonly name: string;
  readonly description?: string | null;
  /** `sum_agg`, or whatever comes. */
  readonly aggregation_type: string;
  readonly field_name?: string | null;
  readonly recurring?: boolean | null;
  readonly expression?: string | null;
  readonly rounding_function?: string | null;
  readonly rounding_precision?: number | null;
  readonly created_at: string;
  readonly filters?: readonly LagoMetricFilter[] | null;
}

/** What is sent of a metric: what is absent stays. */
export interface LagoMetricBody {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly aggregation_type?: string | undefined;
  readonly field_name?: string | undefined;
  readonly recurring?: boolean | undefined;
  readonly weighted_interval?: 'seconds' | undefined;
  readonly expression?: string | null | undefined;
  readonly rounding_function?: 'round' | 'ceil' | 'floor' | null | undefined;
  readonly rounding_precision?: number | null | undefined;
  /** Replaced as a whole. */
  readonly filters?: readonly LagoMetricFilter[] | undefined;
}
