import { BillingError, type Decimal } from '@billport/core';
import type { PricedCharge } from '../charge/priced-charge.ts';
import type { Aggregation } from './aggregation.ts';
import { Count } from './count.ts';
import { Custom, type CustomAggregator } from './custom.ts';
import { Latest } from './latest.ts';
import { Max } from './max.ts';
import type { MeteredMetric } from './metered-event.ts';
import type { SavedState } from './saved-state.ts';
import { Sum } from './sum.ts';
import { WeightedSum } from './weighted-sum.ts';

/** Makes and restores the running numbers of one metric. */
export interface AggregationKind {
  /** Whether events must come in time order. */
  readonly ordered: boolean;
  /** Whether units carry over to the next period. */
  readonly carries: boolean;
  /** @param carried Quantity at the start, for weighted sums. */
  start(saved?: SavedState, carried?: Decimal): Aggregation;
}

/**
 * The property that a metric aggregates.
 * @throws BillingError `invalid_input` when the metric names none.
 */
export function propertyOf(metric: MeteredMetric): string {
  if (metric.property !== undefined) return metric.property;
  throw new BillingError('invalid_input', {
    message: `property is missing: a metric with the aggregation ${metric.aggregation} names the event property that it aggregates.`,
  });
}

/**
 * The aggregation of a metric, except unique_count, which is kept by value.
 * @throws BillingError `invalid_input` for an unknown aggregation; `configuration` when the
 *   function of a custom aggregation is missing.
 */
export function aggregationKindOf(
  metric: MeteredMetric,
  charge: PricedCharge,
  custom: CustomAggregator | undefined,
): AggregationKind {
  const carries = metric.recurring ?? false;
  switch (metric.aggregation) {
    case 'count':
      return { ordered: false, carries: false, start: (saved) => new Count(saved) };
    case 'sum':
      return { ordered: false, carries, start: (saved) => new Sum(propertyOf(metric), saved) };
    case 'max':
      return {
        ordered: false,
        carries: false,
        start: (saved) => new Max(propertyOf(metric), saved),
      };
    case 'latest':
      return {
        ordered: false,
        carries: false,
        start: (saved) => new Latest(propertyOf(metric), saved),
      };
    case 'weighted_sum':
      return {
        ordered: false,
        carries,
        start: (saved, carried) => new WeightedSum(propertyOf(metric), saved, carried),
      };
    case 'custom': {
      const properties = charge.model === 'custom' ? (charge.pricing.properties ?? {}) : {};
      return {
        ordered: true,
        carries: false,
        start: (saved) => new Custom(custom, properties, saved),
      };
    }
    default:
      throw new BillingError('invalid_input', {
        message: `aggregation ${metric.aggregation} cannot be computed here: use count, sum, max, latest, unique_count, weighted_sum or custom.`,
      });
  }
}
