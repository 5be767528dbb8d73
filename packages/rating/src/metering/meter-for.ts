import type { PricedCharge } from '../charge/priced-charge.ts';
import type { CustomAggregator } from './custom.ts';
import { eventMeter } from './event-meter.ts';
import type { EventMeter } from './meter.ts';
import type { MeteredMetric } from './metered-event.ts';
import { priceFoldFor } from './price-fold.ts';
import { uniqueCountMeter, type ValueMeter } from './unique-count-meter.ts';

/** Keeps usage up to date event by event: one state for each charge, filter, group and period. */
export type Meter = EventMeter | ValueMeter;

/**
 * The meter of a charge, or undefined where the usage must be computed from the stored events:
 *
 * - prorated charges: an event's share depends on the window's end and on the customer's time
 *   zone, and both may change after the event came
 * - percentage charges with allowances or bounds on a recurring sum: they walk all events ever in
 *   time order, so that the walks of periods cannot be joined
 *
 * States hold what came in one period. For a recurring metric, `carry` puts the earlier periods
 * before it.
 * @param custom The function of a custom aggregation; the meter can only start or load states
 *   with it.
 * @throws BillingError `invalid_input` for an unknown aggregation or a missing property.
 */
export function meterFor(
  metric: MeteredMetric,
  charge: PricedCharge,
  custom?: CustomAggregator,
): Meter | undefined {
  if (charge.prorated) return undefined;
  if (metric.aggregation === 'unique_count') return uniqueCountMeter(metric);
  if (metric.recurring && priceFoldFor(metric, charge)?.ordered) return undefined;
  return eventMeter(metric, charge, custom);
}
