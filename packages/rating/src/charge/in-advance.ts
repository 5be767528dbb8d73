import { BillingError, Decimal } from '@billport/core';
import { type CustomAggregator, requireAggregator } from '../metering/custom.ts';
import {
  type MeteredEvent,
  type MeteredMetric,
  numericProperty,
} from '../metering/metered-event.ts';
import { propertyOf } from '../metering/metric-aggregation.ts';
import { parseState } from '../metering/saved-state.ts';
import { type UniqueCountEntry, uniqueCountEntry } from '../metering/unique-count.ts';
import type { Window } from '../metering/window.ts';
import {
  type AdvanceChange,
  type AdvanceFee,
  AdvanceState,
  type AdvanceTerms,
} from './advance-state.ts';
import {
  dependsOnEvents,
  type PercentageTerms,
  percentageTerms,
  walkSignature,
} from './percentage-terms.ts';
import type { PricedCharge } from './priced-charge.ts';
import { pricerFor } from './rate.ts';

/** Makes and restores the states of a charge billed in advance. */
interface AdvanceStates {
  /** What the stored numbers depend on beside the metric. */
  readonly signature: string;
  /** The state of a period without events, for a metric that starts at zero. */
  start(): AdvanceState;
  /** @throws BillingError `configuration` when the text is not a state of this charge. */
  load(json: string): AdvanceState;
}

/** Bills count, sum and custom metrics: the event tells all. */
export interface EventAdvance extends AdvanceStates {
  readonly kind: 'events';
  /**
   * Bills an event as it arrives, and moves the state on.
   * @returns Its fee, or undefined when the event has no usable value and does not count.
   */
  bill(state: AdvanceState, event: MeteredEvent, window: Window): AdvanceFee | undefined;
}

/** Bills unique_count: whether a value is new is told by its own row, see `uniqueCountStep`. */
export interface ValueAdvance extends AdvanceStates {
  readonly kind: 'values';
  /** The value and operation of an event, or undefined when it does not count. */
  entryOf(event: MeteredEvent): UniqueCountEntry | undefined;
  /**
   * Bills what an event changed, and moves the state on.
   * @param step From `uniqueCountStep` on the value's row.
   * @param at When the event happened, in epoch milliseconds.
   */
  bill(state: AdvanceState, step: { delta: number }, at: number, window: Window): AdvanceFee;
}

/** How the events of one charge are billed as they come. */
export type AdvanceBilling = EventAdvance | ValueAdvance;

const refuse = (message: string) => new BillingError('invalid_input', { message });

function walkTerms(charge: PricedCharge): PercentageTerms | undefined {
  if (charge.model !== 'percentage') return undefined;
  const terms = percentageTerms(charge.pricing);
  return dependsOnEvents(terms) ? terms : undefined;
}

const NO_AMOUNT = { amount: Decimal.ZERO, countsWithoutUnits: true } as const;

/** The change that an event of a count, sum or custom metric brings; undefined where it has none. */
function changeReader(
  metric: MeteredMetric,
  charge: PricedCharge,
  custom: CustomAggregator | undefined,
): (event: MeteredEvent, state: AdvanceState) => AdvanceChange | undefined {
  if (metric.aggregation === 'count') {
    return ({ timestamp }) => ({ ...NO_AMOUNT, units: Decimal.ONE, at: timestamp });
  }
  if (metric.aggregation === 'sum') {
    const property = propertyOf(metric);
    return (event) => {
      const units = numericProperty(event, property);
      if (units === undefined) return undefined;
      const amount =
        event.preciseAmount === undefined ? Decimal.ZERO : Decimal.parse(event.preciseAmount);
      return { ...NO_AMOUNT, units, amount, at: event.timestamp };
    };
  }
  return customReader(charge, custom);
}

function customReader(charge: PricedCharge, custom: CustomAggregator | undefined) {
  const aggregator = requireAggregator(custom);
  const properties = charge.model === 'custom' ? (charge.pricing.properties ?? {}) : {};
  return (event: MeteredEvent, state: AdvanceState): AdvanceChange => {
    const before = state.totals();
    const after = aggregator(before, event, properties);
    return {
      ...NO_AMOUNT,
      units: after.units.minus(before.units),
      amount: after.amount.minus(before.amount),
      at: event.timestamp,
    };
  };
}

/**
 * Bills each event of a charge by itself: its fee is the charge model's price with the event less
 * the price without it, over the period so far (`facts/rating.md §5`, §16 no. 11).
 *
 * - Only units above the period's high-water mark are billed: sum 10, -4, +8 bills 10, 0, 4.
 * - The flat amount of a tier is due on the event that enters it.
 * - Events are billed in the order of their arrival, so that all fees of a period together are
 *   the price of its high-water mark, also when an event comes late.
 * - Metric rounding and charge minimums do not apply.
 * - A recurring charge starts each next period with `AdvanceState.renew`, any other with `start`.
 *
 * A mark below zero is none: where the first event is negative, Lago bills up from there.
 *
 * @throws BillingError `invalid_input` for a charge or metric that cannot be billed in advance;
 *   `configuration` when the function of a custom aggregation is missing.
 */
export function advanceBilling(
  metric: MeteredMetric,
  charge: PricedCharge,
  custom?: CustomAggregator,
): AdvanceBilling {
  if (charge.model === 'volume') {
    throw refuse(
      'timing is advance on a volume charge: its price is known only at the end of the period; use arrears.',
    );
  }
  const percentage = walkTerms(charge);
  const walk = percentage === undefined ? [] : [walkSignature(percentage)];
  const signature = ['advance', metric.aggregation, charge.model, ...walk].join('/');
  const terms: AdvanceTerms = {
    signature,
    pricer: pricerFor(charge),
    prorated: charge.prorated ?? false,
    percentage,
    amountWithoutUnits: charge.model === 'custom',
  };
  const states: AdvanceStates = {
    signature,
    start: () => new AdvanceState(terms),
    load: (json) => new AdvanceState(terms, parseState(json, signature)),
  };
  switch (metric.aggregation) {
    case 'count':
    case 'sum':
    case 'custom': {
      const changeOf = changeReader(metric, charge, custom);
      return {
        ...states,
        kind: 'events',
        bill: (state, event, window) => {
          const change = changeOf(event, state);
          return change === undefined ? undefined : state.bill(change, window);
        },
      };
    }
    case 'unique_count': {
      const property = propertyOf(metric);
      return {
        ...states,
        kind: 'values',
        entryOf: (event) => uniqueCountEntry(event, property),
        bill: (state, { delta }, at, window) => {
          const units = Decimal.fromInteger(delta);
          return state.bill({ units, amount: Decimal.ZERO, at, countsWithoutUnits: false }, window);
        },
      };
    }
    default:
      throw refuse(
        `timing is advance on a charge of a ${metric.aggregation} metric: only count, sum, unique_count and custom can be billed event by event; use arrears.`,
      );
  }
}
