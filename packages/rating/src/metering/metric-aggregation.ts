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

/**
 * Makes the running numbers of one metric, or restores them.
 * @param carried Quantity at the start, for weighted sums.
 */
export type AggregationStart = (saved?: SavedState, carried?: Decimal) => Aggregation;

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
 * @throws BillingError `invalid_input` for an unknown aggregation or a missing property. Whether
 *   the function of a custom aggregation is there is seen when it starts.
 */
export function aggregationOf(
  metric: MeteredMetric,
  charge: PricedCharge,
  custom: CustomAggregator | undefined,
): AggregationStart {
  const reading = (
    start: (property: string, ...state: Parameters<AggregationStart>) => Aggregation,
  ): AggregationStart => {
    const property = propertyOf(metric);
    return (...state) => start(property, ...state);
  };
  switch (metric.aggregation) {
    case 'count':
      return (saved) => new Count(saved);
    case 'sum':
      return reading((property, saved) => new Sum(property, saved));
    case 'max':
      return reading((property, saved) => new Max(property, saved));
    case 'latest':
      return reading((property, saved) => new Latest(property, saved));
    case 'weighted_sum':
      return reading((property, saved, carried) => new WeightedSum(property, saved, carried));
    case 'custom': {
      const properties = charge.model === 'custom' ? (charge.pricing.properties ?? {}) : {};
      return (saved) => new Custom(custom, properties, saved);
    }
    default:
      throw new BillingError('invalid_input', {
        message: `aggregation ${metric.aggregation} cannot be computed here: use count, sum, max, latest, unique_count, weighted_sum or custom.`,
      });
  }
}
