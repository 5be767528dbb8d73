import { Decimal } from '@billport/core';
import { type SavedState, savedCount, savedDecimal } from '../metering/saved-state.ts';
import { hasBounds, type PercentageTerms } from './percentage-terms.ts';

/** What walking the events of a percentage charge in time order came to. */
export interface PerEventTotals {
  /** Units of the first `freeEvents` events; zero where none are free. */
  readonly firstUnits: Decimal;
  /** Events whose running total stayed strictly below `freeUnits`. */
  readonly eventsBelow: number;
  /** Sum of the events' own prices, where they have bounds; major units. */
  readonly billed: Decimal;
}

/** Walks the events of a percentage charge. Order matters: add them by time, then arrival. */
export interface PercentageWalk {
  add(value: Decimal): void;
  totals(): PerEventTotals;
  /** The walk so far as JSON fields, of bounded size. */
  saved(): SavedState;
}

/** Price of one billed event: rate and fixed amount, raised to the minimum or cut to the maximum. */
function priceOf(value: Decimal, terms: PercentageTerms): Decimal {
  const price = value.times(terms.share).plus(terms.fixed);
  if (terms.minimum !== undefined && price.compare(terms.minimum) < 0) return terms.minimum;
  if (terms.maximum !== undefined && price.compare(terms.maximum) > 0) return terms.maximum;
  return price;
}

/**
 * Without bounds: counts what the allowances cover (`facts/rating.md §5`). Only the first
 * `freeEvents` events are looked at where that allowance is set, else all of them.
 */
class AllowanceWalk implements PercentageWalk {
  private readonly terms: PercentageTerms;
  private seen: number;
  private running: Decimal;
  private firstUnits: Decimal;
  private eventsBelow: number;

  constructor(terms: PercentageTerms, saved?: SavedState) {
    this.terms = terms;
    this.seen = saved === undefined ? 0 : savedCount(saved, 'seen');
    this.running = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'running');
    this.firstUnits = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'firstUnits');
    this.eventsBelow = saved === undefined ? 0 : savedCount(saved, 'eventsBelow');
  }

  add(value: Decimal): void {
    const { freeEvents, freeUnits } = this.terms;
    this.seen += 1;
    if (freeEvents !== undefined && this.seen > freeEvents) return;
    this.running = this.running.plus(value);
    if (freeEvents !== undefined) this.firstUnits = this.running;
    if (freeUnits !== undefined && this.running.compare(freeUnits) < 0) this.eventsBelow += 1;
  }

  totals(): PerEventTotals {
    return {
      firstUnits: this.firstUnits,
      eventsBelow: this.eventsBelow,
      billed: Decimal.ZERO,
    };
  }

  saved(): SavedState {
    return {
      seen: this.seen,
      running: this.running.toString(),
      firstUnits: this.firstUnits.toString(),
      eventsBelow: this.eventsBelow,
    };
  }
}

/**
 * With bounds: each event uses up the allowances or is billed by itself. Both allowances together
 * work otherwise than without bounds: the free units are used to their end even after the free
 * events (`facts/rating.md §5`, §16 no. 4).
 */
class BoundedWalk implements PercentageWalk {
  private readonly terms: PercentageTerms;
  private eventsLeft: number;
  private unitsLeft: Decimal;
  private billed: Decimal;

  constructor(terms: PercentageTerms, saved?: SavedState) {
    this.terms = terms;
    this.eventsLeft = saved === undefined ? (terms.freeEvents ?? 0) : savedCount(saved, 'left');
    this.unitsLeft =
      saved === undefined ? (terms.freeUnits ?? Decimal.ZERO) : savedDecimal(saved, 'unitsLeft');
    this.billed = saved === undefined ? Decimal.ZERO : savedDecimal(saved, 'billed');
  }

  add(value: Decimal): void {
    const billable = this.afterAllowances(value);
    if (billable === undefined) return;
    this.billed = this.billed.plus(priceOf(billable, this.terms));
  }

  /** What is left of an event to bill, or undefined when it is free. */
  private afterAllowances(value: Decimal): Decimal | undefined {
    if (this.eventsLeft === 0 && !this.unitsLeft.isPositive()) return value;
    this.eventsLeft = Math.max(this.eventsLeft - 1, 0);
    if (!this.unitsLeft.isPositive()) return undefined;
    if (this.unitsLeft.compare(value) > 0) {
      this.unitsLeft = this.unitsLeft.minus(value);
      return undefined;
    }
    const excess = value.minus(this.unitsLeft);
    this.unitsLeft = Decimal.ZERO;
    this.eventsLeft = 0;
    return excess;
  }

  totals(): PerEventTotals {
    return { firstUnits: Decimal.ZERO, eventsBelow: 0, billed: this.billed };
  }

  saved(): SavedState {
    return {
      left: this.eventsLeft,
      unitsLeft: this.unitsLeft.toString(),
      billed: this.billed.toString(),
    };
  }
}

/**
 * Starts a walk, or continues a saved one.
 * @throws BillingError `configuration` when `saved` is not a walk of these terms.
 */
export function percentageWalk(terms: PercentageTerms, saved?: SavedState): PercentageWalk {
  return hasBounds(terms) ? new BoundedWalk(terms, saved) : new AllowanceWalk(terms, saved);
}

/** The walk over a list of events in time order. */
export function walkEvents(terms: PercentageTerms, values: Iterable<Decimal>): PerEventTotals {
  const walk = percentageWalk(terms);
  for (const value of values) walk.add(value);
  return walk.totals();
}

/**
 * What {@link walkEvents} gives for `count` events of one unit each, without walking them: count
 * and unique_count charges, whose events are all alike.
 */
export function walkSingleUnits(terms: PercentageTerms, count: number): PerEventTotals {
  const { freeEvents, freeUnits } = terms;
  const first = Math.min(count, freeEvents ?? 0);
  // Running totals are 1, 2, 3...: those strictly below the free units are ceil(freeUnits) - 1.
  const below = freeUnits === undefined ? 0 : wholeUnitsBelow(freeUnits);
  if (!hasBounds(terms)) {
    return {
      firstUnits: Decimal.fromInteger(first),
      eventsBelow: Math.min(below, freeEvents === undefined ? count : first),
      billed: Decimal.ZERO,
    };
  }
  const billed =
    freeUnits === undefined
      ? priceOf(Decimal.ONE, terms).times(Decimal.fromInteger(count - first))
      : billedPastFreeUnits(terms, freeUnits, below, count);
  return { firstUnits: Decimal.ZERO, eventsBelow: 0, billed };
}

/** Single units billed after free units: `free` are free, the next one in part, the rest in full. */
function billedPastFreeUnits(
  terms: PercentageTerms,
  freeUnits: Decimal,
  free: number,
  count: number,
): Decimal {
  if (count <= free) return Decimal.ZERO;
  const excess = Decimal.fromInteger(free + 1).minus(freeUnits);
  const whole = priceOf(Decimal.ONE, terms).times(Decimal.fromInteger(count - free - 1));
  return priceOf(excess, terms).plus(whole);
}

/** Whole numbers from 1 up that are strictly below a positive bound; at most the safe integers. */
function wholeUnitsBelow(bound: Decimal): number {
  const whole = bound.round(0, 'ceil').toScaled(0) - 1n;
  const most = BigInt(Number.MAX_SAFE_INTEGER) - 1n;
  return Number(whole < most ? whole : most);
}
