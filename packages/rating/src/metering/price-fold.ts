import { Decimal } from '@billport/core';
import { dependsOnEvents, percentageTerms, walkSignature } from '../charge/percentage-terms.ts';
import { percentageWalk } from '../charge/percentage-walk.ts';
import type { PricedCharge } from '../charge/priced-charge.ts';
import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import { type SavedState, savedDecimal } from './saved-state.ts';
import type { Usage } from './usage.ts';

/** What a charge model must know of the single events, beside the units of the metric. */
export interface PriceFold {
  add(value: Decimal, event: MeteredEvent): void;
  /** The fields that it gives to the usage. */
  usage(): Partial<Usage>;
  saved(): SavedState;
  /** Where it does not depend on the order of events: puts an earlier period's before this. */
  carry?(earlier: PriceFold): void;
}

/** Makes and restores the fold of one charge. */
export interface PriceFoldKind {
  /** What its stored numbers depend on. */
  readonly signature: string;
  /** Whether events must come in time order. */
  readonly ordered: boolean;
  start(saved?: SavedState): PriceFold;
}

/** Adds up the prices that came with the events; an event without one costs nothing. */
class PreciseAmounts implements PriceFold {
  private amount: Decimal;

  constructor(saved?: SavedState) {
    this.amount = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'amount');
  }

  add(_value: Decimal, event: MeteredEvent): void {
    if (event.preciseAmount === undefined) return;
    this.amount = this.amount.plus(Decimal.parse(event.preciseAmount));
  }

  usage(): Partial<Usage> {
    return { preciseAmount: this.amount };
  }

  saved(): SavedState {
    return { amount: this.amount.toString() };
  }

  carry(earlier: PreciseAmounts): void {
    this.amount = this.amount.plus(earlier.amount);
  }
}

const AMOUNTS: PriceFoldKind = {
  signature: 'amounts',
  ordered: false,
  start: (saved) => new PreciseAmounts(saved),
};

function walkOf(pricing: PricedCharge<'percentage'>['pricing']): PriceFoldKind | undefined {
  const terms = percentageTerms(pricing);
  if (!dependsOnEvents(terms)) return undefined;
  return {
    signature: walkSignature(terms),
    ordered: true,
    start: (saved) => {
      const walk = percentageWalk(terms, saved);
      return {
        add: (value) => walk.add(value),
        usage: () => ({ perEvent: walk.totals() }),
        saved: () => walk.saved(),
      };
    },
  };
}

/**
 * What must be kept of the single events for a charge: their prices for dynamic charges, a walk
 * for percentage charges with allowances or bounds. Undefined where the units and the number of
 * events are enough; they are for count and unique_count, whose events are all alike.
 */
export function priceFoldFor(
  metric: MeteredMetric,
  charge: PricedCharge,
): PriceFoldKind | undefined {
  if (charge.model === 'dynamic') return AMOUNTS;
  return charge.model === 'percentage' && metric.aggregation === 'sum'
    ? walkOf(charge.pricing)
    : undefined;
}
