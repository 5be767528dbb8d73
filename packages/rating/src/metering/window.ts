/**
 * The part of time whose usage is billed. Half-open, like every period of the library: an event
 * at `from` belongs to it, an event at `to` belongs to the next. Lago names the last instant
 * instead (23:59:59); that is one second before `to`.
 */
export interface Window {
  /** First instant, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly from: number;
  /** First instant after the window, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly to: number;
  /**
   * Days of the whole billing period, also when the window is shorter because the subscription
   * started or ended in it (`facts/rating.md §16`, no. 6).
   */
  readonly periodDays: number;
  /** IANA name of the customer's time zone, in which prorations count days. */
  readonly timezone: string;
}
