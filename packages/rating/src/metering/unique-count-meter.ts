import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import { propertyOf } from './metric-aggregation.ts';
import { parseState, savedInteger } from './saved-state.ts';
import {
  type UniqueCountEntry,
  type UniqueCountStep,
  uniqueCountEntry,
  uniqueCountUsage,
} from './unique-count.ts';
import { roundUnits } from './unit-rounding.ts';
import type { Usage } from './usage.ts';

const SIGNATURE = 'unique_count';

/** The number of active values; whether a single value is active is kept beside it, by value. */
export interface ActiveValues {
  /** Adds what {@link uniqueCountStep} says an event changed. */
  apply(step: Pick<UniqueCountStep, 'delta'>): void;
  /** The usage so far. */
  read(): Usage;
  /** The state as JSON of bounded size. */
  save(): string;
  /**
   * Recurring metrics: puts the values that were active before the period before this one's. The
   * states of the single values must then have been kept on from period to period.
   */
  carry(earlier: ActiveValues): void;
}

/**
 * Meters unique_count. Which values are active cannot be kept in bounded size, so the caller
 * keeps a `UniqueValueState` for each value: by value and period for a metered metric, by value
 * alone for a recurring one. An event is metered by `entryOf`, `uniqueCountStep` on the value's
 * row, and `apply` on the count.
 */
export interface ValueMeter {
  readonly kind: 'values';
  readonly signature: string;
  /** The value and operation of an event, or undefined when it does not count. */
  entryOf(event: MeteredEvent): UniqueCountEntry | undefined;
  start(): ActiveValues;
  /** @throws BillingError `configuration` when the text is not a state of this meter. */
  load(json: string): ActiveValues;
}

class ActiveValueCount implements ActiveValues {
  private readonly metric: MeteredMetric;
  /** May be below zero in a recurring period that removed more than it added. */
  private active: number;

  constructor(metric: MeteredMetric, active: number) {
    this.metric = metric;
    this.active = active;
  }

  apply(step: Pick<UniqueCountStep, 'delta'>): void {
    this.active += step.delta;
  }

  read(): Usage {
    const usage = uniqueCountUsage(this.active);
    return { ...usage, units: roundUnits(usage.units, this.metric.rounding) };
  }

  save(): string {
    return JSON.stringify({ kind: SIGNATURE, active: this.active });
  }

  carry(earlier: ActiveValueCount): void {
    this.active += earlier.active;
  }
}

/** @throws BillingError `invalid_input` when the metric names no property. */
export function uniqueCountMeter(metric: MeteredMetric): ValueMeter {
  const property = propertyOf(metric);
  return {
    kind: 'values',
    signature: SIGNATURE,
    entryOf: (event) => uniqueCountEntry(event, property),
    start: () => new ActiveValueCount(metric, 0),
    load: (json) =>
      new ActiveValueCount(metric, savedInteger(parseState(json, SIGNATURE), 'active')),
  };
}
