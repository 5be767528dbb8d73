import { BillingError, type Decimal } from '@billport/core';
import type { PricedCharge } from '../charge/priced-charge.ts';
import type { CustomAggregator } from './custom.ts';
import { eventMeter } from './event-meter.ts';
import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import { propertyOf } from './metric-aggregation.ts';
import { proratedSum } from './prorated-sum.ts';
import { proratedUniqueCount } from './prorated-unique-count.ts';
import { type UniqueValueState, uniqueCountEntry, uniqueCountStep } from './unique-count.ts';
import { uniqueCountMeter } from './unique-count-meter.ts';
import { roundUnits } from './unit-rounding.ts';
import type { Usage } from './usage.ts';
import type { Window } from './window.ts';

/** What an aggregation may need beside its events. */
export interface AggregateOptions {
  /**
   * Weighted sums: quantity at the start of the window. Events before the window are then left
   * out, since they are in it; without it a recurring metric adds them up itself.
   */
  readonly carried?: Decimal | undefined;
  /** The function of a custom aggregation. */
  readonly custom?: CustomAggregator | undefined;
}

/** Whether earlier events count; recurring means nothing for the other aggregations. */
function carriesOver({ aggregation, recurring }: MeteredMetric): boolean {
  return (
    recurring === true &&
    (aggregation === 'sum' || aggregation === 'unique_count' || aggregation === 'weighted_sum')
  );
}

function proratedUsage(
  metric: MeteredMetric,
  events: readonly MeteredEvent[],
  window: Window,
): Usage {
  switch (metric.aggregation) {
    case 'sum':
      return proratedSum(propertyOf(metric), events, window);
    case 'unique_count':
      return proratedUniqueCount(propertyOf(metric), events, window);
    default:
      throw new BillingError('invalid_input', {
        message: `prorated is set on a charge of a ${metric.aggregation} metric: only sum and unique_count can be prorated.`,
      });
  }
}

function uniqueCount(metric: MeteredMetric, events: readonly MeteredEvent[]): Usage {
  const property = propertyOf(metric);
  const values = new Map<string, UniqueValueState>();
  const active = uniqueCountMeter(metric).start();
  for (const event of events) {
    const entry = uniqueCountEntry(event, property);
    if (entry === undefined) continue;
    const step = uniqueCountStep(values.get(entry.value), entry);
    values.set(entry.value, step.state);
    active.apply(step);
  }
  return active.read();
}

/** Reads the events as a meter would that was there all the time. */
function runningUsage(
  metric: MeteredMetric,
  charge: PricedCharge,
  events: readonly MeteredEvent[],
  window: Window,
  { carried, custom }: AggregateOptions,
): Usage {
  const meter = eventMeter(metric, charge, custom);
  const state = meter.start(carried);
  if (metric.aggregation !== 'weighted_sum') {
    for (const event of events) state.add(event);
    return state.read(window);
  }
  // Events before the window do not weigh since they happened, but as a quantity at its start.
  const earlier = meter.start();
  for (const event of events) {
    if (event.timestamp >= window.from) state.add(event);
    else if (carried === undefined) earlier.add(event);
  }
  state.carry(earlier);
  return state.read(window);
}

/**
 * Turns the events of a window into usage, for one charge or filter, and one group
 * (`facts/rating.md §3`, §4). A recurring metric reads all events before the window's end; any
 * other only those in the window. Units are aggregated, prorated where the charge says so, and
 * then rounded as the metric says.
 *
 * @param events Those that the charge or filter takes, by timestamp and then by arrival.
 * @throws BillingError `invalid_input` for a metric without its property, an unknown aggregation,
 *   or one that cannot be prorated; `configuration` when a custom aggregation has no function.
 */
export function aggregate(
  metric: MeteredMetric,
  charge: PricedCharge,
  events: Iterable<MeteredEvent>,
  window: Window,
  options: AggregateOptions = {},
): Usage {
  const from = carriesOver(metric) ? Number.NEGATIVE_INFINITY : window.from;
  const counted: MeteredEvent[] = [];
  for (const event of events) {
    if (event.timestamp >= from && event.timestamp < window.to) counted.push(event);
  }
  if (charge.prorated) {
    const usage = proratedUsage(metric, counted, window);
    return { ...usage, units: roundUnits(usage.units, metric.rounding) };
  }
  return metric.aggregation === 'unique_count'
    ? uniqueCount(metric, counted)
    : runningUsage(metric, charge, counted, window, options);
}
