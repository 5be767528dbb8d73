import type { Fields } from '../../machinery/json-fields.ts';
import { toSeconds } from '../instants.ts';
import type { LagoMetric } from '../metric-book.ts';
import type { LagoState } from '../state.ts';

/** A metric as Lago writes it. Its counts are out of use and always 0. */
export function metricObject(_state: LagoState, metric: LagoMetric): Fields {
  return {
    lago_id: metric.lagoId,
    name: metric.name,
    code: metric.code,
    description: metric.description,
    aggregation_type: metric.aggregationType,
    weighted_interval: metric.weightedInterval,
    recurring: metric.recurring,
    rounding_function: metric.roundingFunction,
    rounding_precision: metric.roundingPrecision,
    created_at: toSeconds(metric.createdAt),
    field_name: metric.fieldName,
    expression: metric.expression,
    filters: metric.filters.map(({ key, values }) => ({ key, values })),
    active_subscriptions_count: 0,
    draft_invoices_count: 0,
    plans_count: 0,
  };
}
