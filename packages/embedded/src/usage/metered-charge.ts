import { type Charge, chargeCode, type Metric, type Plan } from '@billport/core';
import {
  type AdvanceBilling,
  advanceBilling,
  type FilterChooser,
  filterChooser,
  type Meter,
  meterFor,
  type PricedCharge,
  type Pricer,
  pricedCharge,
  pricerFor,
} from '@billport/rating';
import type { Engine } from '../engine.ts';

/** One of a charge's prices: the charge's own, or that of a filter. */
export interface MeteredPrice {
  /** Index of the filter; undefined for the charge's own price. */
  readonly filter: number | undefined;
  readonly priced: PricedCharge;
  readonly pricer: Pricer;
  /** Keeps the usage event by event; undefined where it must be computed from the events. */
  readonly meter: Meter | undefined;
  /** Bills event by event, of a charge in advance. */
  readonly advance: AdvanceBilling | undefined;
}

/** A charge of a plan with its metric, read once for many events. */
export interface MeteredCharge {
  readonly code: string;
  readonly charge: Charge;
  readonly metric: Metric;
  readonly chooseFilter: FilterChooser;
  /** The charge's own price first, then those of its filters in order. */
  readonly prices: readonly MeteredPrice[];
  /** Whether usage is kept event by event. */
  readonly incremental: boolean;
}

function meteredCharge(engine: Engine, charge: Charge, metric: Metric): MeteredCharge {
  const custom = engine.customAggregations[metric.code];
  const filters = charge.filters ?? [];
  const prices = [undefined, ...filters.keys()].map((filter): MeteredPrice => {
    const priced = pricedCharge(charge, filter);
    const inAdvance = charge.timing === 'advance';
    return {
      filter,
      priced,
      pricer: pricerFor(priced),
      meter: inAdvance ? undefined : meterFor(metric, priced, custom),
      advance: inAdvance ? advanceBilling(metric, priced, custom) : undefined,
    };
  });
  return {
    code: chargeCode(charge),
    charge,
    metric,
    chooseFilter: filterChooser(filters),
    prices,
    incremental: prices.every(({ meter }) => meter !== undefined),
  };
}

/** The price under which an event or a stored row falls. */
export function priceOf(metered: MeteredCharge, filter: number | undefined): MeteredPrice {
  const price = metered.prices[filter === undefined ? 0 : filter + 1];
  return price ?? (metered.prices[0] as MeteredPrice);
}

/** Charges of a plan that was read once; worth nothing when a metric has changed since. */
interface Reading {
  readonly metrics: readonly Metric[];
  readonly charges: readonly MeteredCharge[];
}

const readings = new WeakMap<Plan, Reading>();

/** The charges of a plan, read once for as long as the plan and its metrics stay the same. */
export function meteredCharges(engine: Engine, plan: Plan): readonly MeteredCharge[] {
  const metrics = plan.charges.map(({ metric }) => engine.tables.metrics.shared(metric));
  const known = readings.get(plan);
  if (known?.metrics.every((metric, index) => metric === metrics[index])) return known.charges;
  const charges = plan.charges.map((charge, index) =>
    meteredCharge(engine, charge, metrics[index] as Metric),
  );
  readings.set(plan, { metrics, charges });
  return charges;
}
