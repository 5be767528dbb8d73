import { localCalendar } from '../period/local-calendar.ts';
import type { Window } from './window.ts';

/** Digits behind the point that prorated units keep; the rest is rounded up (`facts/rating.md §2`). */
export const PRORATED_DIGITS = 5;

/**
 * Counts the days of a window in the customer's time zone, both ends included: a day on which
 * units were there for a moment is a whole day (`facts/rating.md §4`).
 */
export class WindowDays {
  private readonly calendar: ReturnType<typeof localCalendar>;
  private readonly first: number;
  private readonly last: number;

  constructor(window: Window) {
    this.calendar = localCalendar(window.timezone);
    this.first = this.calendar.dayOf(window.from);
    this.last = this.calendar.dayOf(window.to - 1);
  }

  /** Days from the later of the window's start and `from` to its end, or to `until` if given. */
  count(from: number, until?: number): number {
    const start = Math.max(this.calendar.dayOf(from), this.first);
    return (until === undefined ? this.last : this.calendar.dayOf(until)) - start + 1;
  }

  /** Days of the whole window. */
  total(): number {
    return this.last - this.first + 1;
  }

  /** Whether two instants fall on one local day. */
  sameDay(one: number, other: number): boolean {
    return this.calendar.dayOf(one) === this.calendar.dayOf(other);
  }
}
