import { BillingError, Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { Usage } from '../metering/usage.ts';
import {
  dependsOnEvents,
  hasBounds,
  type PercentageTerms,
  percentageTerms,
} from './percentage-terms.ts';
import { type PerEventTotals, walkSingleUnits } from './percentage-walk.ts';
import type { PricingOf } from './priced-charge.ts';
import type { ChargeModelRule } from './rated.ts';

/** Units that the allowances make free (`facts/rating.md §5`). */
function freeUnitsOf(terms: PercentageTerms, units: Decimal, totals: PerEventTotals): Decimal {
  const { freeEvents, freeUnits } = terms;
  if (freeEvents === undefined) {
    return freeUnits === undefined ? Decimal.ZERO : Decimal.min(units, freeUnits);
  }
  return freeUnits === undefined ? totals.firstUnits : Decimal.min(totals.firstUnits, freeUnits);
}

/**
 * Events without the fixed amount: the smaller of the two allowances in events, where an
 * allowance that comes to zero events is not looked at (`facts/rating.md §16`, no. 3).
 */
function freeEventsOf(terms: PercentageTerms, totals: PerEventTotals): number {
  const below = totals.eventsBelow || Number.POSITIVE_INFINITY;
  const free = Math.min(terms.freeEvents ?? Number.POSITIVE_INFINITY, below);
  return Number.isFinite(free) ? free : 0;
}

/** Events that are all one unit, those of count and unique_count, need no walk. */
function singleUnits(terms: PercentageTerms, { fullUnits, eventsCount }: Usage): PerEventTotals {
  if (dependsOnEvents(terms) && !fullUnits.equals(Decimal.fromInteger(eventsCount))) {
    throw new BillingError('invalid_input', {
      message:
        'usage.perEvent is missing: a percentage charge with allowances or bounds is priced event by event.',
    });
  }
  return walkSingleUnits(terms, eventsCount);
}

function amountOf(terms: PercentageTerms, usage: Usage): Decimal {
  const totals = usage.perEvent ?? singleUnits(terms, usage);
  if (hasBounds(terms)) return totals.billed;
  if (usage.units.isZero()) return Decimal.ZERO;
  const paidUnits = usage.units.minus(freeUnitsOf(terms, usage.units, totals));
  const paidEvents = Math.max(usage.eventsCount - freeEventsOf(terms, totals), 0);
  return Decimal.max(paidUnits, Decimal.ZERO)
    .times(terms.share)
    .plus(terms.fixed.times(Decimal.fromInteger(paidEvents)));
}

/**
 * A percentage of the units and a fixed amount for each event, with allowances of events or units
 * and with bounds for each event; the allowances combine otherwise with bounds than without
 * (`facts/rating.md §5`, §16 nos. 3 and 4).
 *
 * A usage without `perEvent` is taken for events of one unit each.
 */
export function percentage(pricing: PricingOf<'percentage'>): ChargeModelRule {
  const terms = percentageTerms(pricing);
  return { amount: (usage) => Fraction.of(amountOf(terms, usage)) };
}
