import { BillingError, Decimal } from '@billport/core';
import type { Aggregation } from './aggregation.ts';
import type { MeteredEvent } from './metered-event.ts';
import { type SavedState, savedCount, savedDecimal } from './saved-state.ts';
import type { Usage } from './usage.ts';

/** What a custom aggregation has come to: units, and the amount in major units. */
export interface CustomTotal {
  readonly units: Decimal;
  readonly amount: Decimal;
}

/**
 * A custom aggregation: takes the total so far and the next event in time order, and returns the
 * new total. `properties` are those of the charge's pricing. It must be pure: same input, same
 * output (`facts/rating.md §4`).
 */
export type CustomAggregator = (
  total: CustomTotal,
  event: MeteredEvent,
  properties: Readonly<Record<string, unknown>>,
) => CustomTotal;

function failure(why: string, cause?: unknown): BillingError {
  return new BillingError('configuration', {
    message: `The function of a custom aggregation ${why}`,
    details: { setting: 'customAggregations' },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** What the function answers; a function that breaks does not break its caller. */
function answerOf(call: () => CustomTotal): CustomTotal {
  let total: CustomTotal;
  try {
    total = call();
  } catch (cause) {
    throw failure(`failed: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (total?.units instanceof Decimal && total.amount instanceof Decimal) return total;
  throw failure('must return { units, amount }, both of them a Decimal.');
}

/**
 * The function of a custom aggregation.
 * @throws BillingError `configuration` when there is none. What is returned throws the same when
 *   the function fails or answers anything but a total.
 */
export function requireAggregator(aggregator: CustomAggregator | undefined): CustomAggregator {
  if (aggregator !== undefined) {
    return (total, event, properties) => answerOf(() => aggregator(total, event, properties));
  }
  throw new BillingError('configuration', {
    message:
      'A metric with the custom aggregation needs its function: give it by metric code, as `customAggregations` of the embedded engine.',
    details: { setting: 'customAggregations' },
  });
}

/** Folds events with a {@link CustomAggregator}. Every event counts; their order matters. */
export class Custom implements Aggregation {
  private readonly aggregator: CustomAggregator;
  private readonly properties: Readonly<Record<string, unknown>>;
  private total: CustomTotal;
  private events: number;

  constructor(
    aggregator: CustomAggregator | undefined,
    properties: Readonly<Record<string, unknown>>,
    saved?: SavedState,
  ) {
    this.aggregator = requireAggregator(aggregator);
    this.properties = properties;
    this.total =
      saved === undefined
        ? { units: Decimal.ZERO, amount: Decimal.ZERO }
        : { units: savedDecimal(saved, 'units'), amount: savedDecimal(saved, 'amount') };
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
  }

  valueOf(): Decimal {
    return Decimal.ONE;
  }

  add(_value: Decimal, event: MeteredEvent): void {
    this.total = this.aggregator(this.total, event, this.properties);
    this.events += 1;
  }

  usage(): Usage {
    return {
      units: this.total.units,
      fullUnits: this.total.units,
      eventsCount: this.events,
      customAmount: this.total.amount,
    };
  }

  saved(): SavedState {
    return {
      units: this.total.units.toString(),
      amount: this.total.amount.toString(),
      events: this.events,
    };
  }
}
