import type { Decimal } from '@billport/core';
import type { PricedCharge } from '../charge/priced-charge.ts';
import type { Aggregation } from './aggregation.ts';
import type { CustomAggregator } from './custom.ts';
import type { CarriedMeterState, EventMeter, MeterStep } from './meter.ts';
import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import { type AggregationStart, aggregationOf } from './metric-aggregation.ts';
import { type PriceFold, type PriceFoldKind, priceFoldFor } from './price-fold.ts';
import { parseState, type SavedState, savedInstant, savedPart } from './saved-state.ts';
import { roundUnits } from './unit-rounding.ts';
import type { Usage } from './usage.ts';
import type { Window } from './window.ts';

/** What all states of one meter share. */
interface MeterTerms {
  readonly metric: MeteredMetric;
  readonly signature: string;
  readonly startAggregation: AggregationStart;
  readonly fold: PriceFoldKind | undefined;
  /** Whether events must come in time order. */
  readonly ordered: boolean;
}

/** Running numbers of an aggregation, and what its charge must know of the single events. */
class RunningUsage implements CarriedMeterState {
  private readonly terms: MeterTerms;
  private readonly aggregation: Aggregation;
  private readonly fold: PriceFold | undefined;
  /** The newest event so far, where order matters. */
  private last: number | undefined;

  constructor(terms: MeterTerms, saved?: SavedState, carried?: Decimal) {
    this.terms = terms;
    this.aggregation = terms.startAggregation(savedPart(saved, 'units'), carried);
    this.fold = terms.fold?.start(savedPart(saved, 'fold'));
    this.last = saved === undefined ? undefined : savedInstant(saved, 'last');
  }

  add(event: MeteredEvent): MeterStep {
    const value = this.aggregation.valueOf(event);
    if (value === undefined) return 'ignored';
    if (this.terms.ordered) {
      if (this.last !== undefined && event.timestamp < this.last) return 'out_of_order';
      this.last = event.timestamp;
    }
    this.aggregation.add(value, event);
    this.fold?.add(value, event);
    return 'added';
  }

  read(window: Window): Usage {
    const usage = this.aggregation.usage(window);
    return {
      ...usage,
      ...this.fold?.usage(),
      units: roundUnits(usage.units, this.terms.metric.rounding),
    };
  }

  save(): string {
    return JSON.stringify({
      kind: this.terms.signature,
      last: this.last,
      units: this.aggregation.saved(),
      fold: this.fold?.saved(),
    });
  }

  carry(earlier: RunningUsage): void {
    this.aggregation.carry?.(earlier.aggregation);
    if (this.fold !== undefined && earlier.fold !== undefined) this.fold.carry?.(earlier.fold);
  }
}

/**
 * The meter of every aggregation but unique_count, without proration.
 * @throws BillingError `invalid_input` for an unknown aggregation or a missing property.
 */
export function eventMeter(
  metric: MeteredMetric,
  charge: PricedCharge,
  custom: CustomAggregator | undefined,
): EventMeter {
  const startAggregation = aggregationOf(metric, charge, custom);
  const fold = priceFoldFor(metric, charge);
  const signature = [metric.aggregation, ...(fold === undefined ? [] : [fold.signature])].join('/');
  const ordered = metric.aggregation === 'custom' || fold?.ordered === true;
  const terms: MeterTerms = { metric, signature, startAggregation, fold, ordered };
  return {
    kind: 'events',
    signature,
    start: (carried) => new RunningUsage(terms, undefined, carried),
    load: (json) => new RunningUsage(terms, parseState(json, signature)),
  };
}
