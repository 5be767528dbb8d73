import type { HttpReply } from '@billport/adapter-kit';

/** The most that a clock here is taken to be ahead: who is further ahead is to correct it. */
const MOST_AHEAD_MS = 300_000;

/**
 * How far the clock here is ahead of Paigo's, by the `Date` of its replies. That counts only once
 * Paigo has refused a moment as one to come: what stands between may have a clock of its own.
 */
export class ProviderTime {
  /** What the last reply says: at least so much, and at most a second more; milliseconds. */
  #told: number | undefined;
  #ahead = 0;

  /**
   * Learns from a reply.
   * @param now when it came, by the clock here; epoch milliseconds
   */
  heard(headers: HttpReply['headers'], now: number): void {
    const date = Date.parse(headers.get('date') ?? '');
    // The seconds are whole ones: Paigo's present is later than that, and never before.
    this.#told = Number.isNaN(date) ? undefined : now - date;
    // Each reply tells too much by its way and a part of a second, and a clock may be corrected.
    this.#ahead = Math.max(0, Math.min(this.#ahead, this.#told ?? this.#ahead));
  }

  /** What counts; milliseconds, 0 while Paigo has refused nothing. */
  get aheadMs(): number {
    return this.#ahead;
  }

  /** How far the clock is ahead by the last reply; undefined where that told no time. */
  get toldMs(): number | undefined {
    return this.#told;
  }

  /**
   * Lets count what the last reply told, after Paigo has refused a moment. Whether that moment lies
   * to come by it, so that an earlier one can be asked for.
   * @param age of the moment that was refused, by the clock here; milliseconds
   */
  corrects(age: number): boolean {
    const told = this.#told;
    if (told === undefined || told < age || told > MOST_AHEAD_MS) return false;
    this.#ahead = told;
    return true;
  }
}
