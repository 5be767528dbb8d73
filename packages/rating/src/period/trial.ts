import { DAY_MS } from './calendar-days.ts';
import type { Span } from './proration.ts';

/** A trial: days without the base price; usage is billed all the same (`facts/rating.md §7`). */
export interface Trial {
  /**
   * First start of the subscription's key, in milliseconds since 1970-01-01T00:00:00Z: a change
   * of plan does not start the trial again.
   */
  readonly startedAt: number;
  /** Length in days of 24 hours. */
  readonly days: number;
}

/** The instant at which the base price begins to count, in milliseconds since the epoch. */
export function trialEnd(trial: Trial): number {
  return trial.startedAt + trial.days * DAY_MS;
}

/**
 * The part of a span that is billed: from the end of the trial where it ends inside, that day
 * included; undefined where the trial covers the whole span (`facts/rating.md §7`).
 */
export function withoutTrial(span: Span, trial: Trial | undefined): Span | undefined {
  if (trial === undefined || trial.days === 0) return span;
  const end = trialEnd(trial);
  // A trial that ends at the span's last instant covers it.
  if (end >= span.to - 1) return undefined;
  return end > span.from ? { from: end, to: span.to } : span;
}
