import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import { PRORATED_DIGITS, WindowDays } from '../metering/proration.ts';
import { type SavedState, savedCount, savedDecimal, savedPart } from '../metering/saved-state.ts';
import type { Usage } from '../metering/usage.ts';
import type { Window } from '../metering/window.ts';
import type { PercentageTerms } from './percentage-terms.ts';
import { type PercentageWalk, percentageWalk } from './percentage-walk.ts';
import type { Pricer } from './rate.ts';
import { unitAmountOf } from './rated.ts';

/** The fee of one event of a charge billed in advance. */
export interface AdvanceFee {
  /** Units above the period's high-water mark that the event brought; zero where it brought none. */
  readonly units: Decimal;
  /** Major units, exact, never negative; `roundAmount` rounds each fee by itself. */
  readonly amount: Fraction;
  /** `amount` by unit, for display; zero where there are no units. */
  readonly unitAmount: Fraction;
}

/** A quantity that rises and falls, and the highest that it has been. */
interface HighWater {
  readonly total: Decimal;
  readonly mark: Decimal;
}

/** What all states of one charge share. */
export interface AdvanceTerms {
  readonly signature: string;
  readonly pricer: Pricer;
  readonly prorated: boolean;
  /** Percentage charges with allowances or bounds. */
  readonly percentage: PercentageTerms | undefined;
  /** Custom charges may ask for money without units. */
  readonly amountWithoutUnits: boolean;
}

/** What an event brings: a change of the units, and of the price where it has its own. */
export interface AdvanceChange {
  readonly units: Decimal;
  readonly amount: Decimal;
  readonly at: number;
  /** Whether the event counts where it brings no new units. */
  readonly countsWithoutUnits: boolean;
}

const ZERO: HighWater = { total: Decimal.ZERO, mark: Decimal.ZERO };

const raised = ({ total, mark }: HighWater, change: Decimal): HighWater => {
  const next = total.plus(change);
  return { total: next, mark: Decimal.max(mark, next) };
};

const settled = ({ total }: HighWater): HighWater => ({
  total,
  mark: Decimal.max(total, Decimal.ZERO),
});

const savedHighWater = (saved: SavedState, name: string): HighWater => ({
  total: savedDecimal(saved, name),
  mark: savedDecimal(saved, `${name}Mark`),
});

/**
 * The period so far of a charge billed in advance: enough to bill the next event, whatever the
 * number of events before (`facts/rating.md §5`, §16 no. 11).
 */
export class AdvanceState {
  private readonly terms: AdvanceTerms;
  private units: HighWater;
  private amounts: HighWater;
  private events: number;
  private readonly walk: PercentageWalk | undefined;
  private charged: Fraction;

  constructor(terms: AdvanceTerms, saved?: SavedState) {
    this.terms = terms;
    this.units = saved === undefined ? ZERO : savedHighWater(saved, 'units');
    this.amounts = saved === undefined ? ZERO : savedHighWater(saved, 'amount');
    this.events = saved === undefined ? 0 : savedCount(saved, 'events');
    this.walk =
      terms.percentage === undefined
        ? undefined
        : percentageWalk(terms.percentage, savedPart(saved, 'walk'));
    this.charged = this.amount();
  }

  /** Units and amount so far, high-water marks aside. */
  totals(): { units: Decimal; amount: Decimal } {
    return { units: this.units.total, amount: this.amounts.total };
  }

  /** Everything up to now, priced by the charge model; without units nothing, not even a flat. */
  private amount(): Fraction {
    if (this.units.mark.isZero() && !this.terms.amountWithoutUnits) return Fraction.ZERO;
    const perEvent = this.walk?.totals();
    const usage: Usage = {
      units: this.units.mark,
      fullUnits: this.units.mark,
      eventsCount: this.events,
      preciseAmount: this.amounts.mark,
      customAmount: this.amounts.mark,
      ...(perEvent === undefined ? {} : { perEvent }),
    };
    return this.terms.pricer.amount(usage);
  }

  /** Enters a change and returns its fee: the price with it, less the price without it. */
  bill(change: AdvanceChange, window: Window): AdvanceFee {
    const before = this.units.mark;
    this.units = raised(this.units, change.units);
    this.amounts = raised(this.amounts, change.amount);
    const units = this.units.mark.minus(before);
    if (change.countsWithoutUnits || units.isPositive()) {
      this.events += 1;
      this.walk?.add(units);
    }
    const amount = this.terms.prorated
      ? this.proratedAmount(units, change.at, window)
      : this.chargeDifference();
    return { units, amount, unitAmount: unitAmountOf(amount, units) };
  }

  private chargeDifference(): Fraction {
    const total = this.amount();
    const difference = total.minus(this.charged);
    if (difference.isNegative()) return Fraction.ZERO;
    this.charged = total;
    return difference;
  }

  /** New units count from the event's day to the period's last one, rounded up to 5 decimals. */
  private proratedAmount(units: Decimal, at: number, window: Window): Fraction {
    const days = Decimal.fromInteger(new WindowDays(window).count(at));
    const period = Decimal.fromInteger(window.periodDays);
    const prorated = units.times(days).dividedBy(period, PRORATED_DIGITS, 'ceil');
    return this.terms.pricer.amount({ units: prorated, fullUnits: units, eventsCount: 1 });
  }

  /**
   * Starts the next period of a recurring charge with the units that are held, and bills them
   * again in full, unprorated.
   */
  renew(): AdvanceFee {
    this.units = settled(this.units);
    this.amounts = settled(this.amounts);
    this.charged = this.amount();
    const units = this.units.mark;
    return { units, amount: this.charged, unitAmount: unitAmountOf(this.charged, units) };
  }

  /** The state as JSON of bounded size. */
  save(): string {
    return JSON.stringify({
      kind: this.terms.signature,
      units: this.units.total.toString(),
      unitsMark: this.units.mark.toString(),
      amount: this.amounts.total.toString(),
      amountMark: this.amounts.mark.toString(),
      events: this.events,
      walk: this.walk?.saved(),
    });
  }
}
