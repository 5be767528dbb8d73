import { type Instant, type Period, toInstant } from '@billport/core';

/** The calendar month in UTC that the moment lies in; `to` is the beginning of the next one. */
export function monthOf(moment: Instant): Period {
  const day = new Date(moment);
  const begin = (ahead: number) =>
    toInstant(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + ahead));
  return { from: begin(0), to: begin(1) };
}

/** The pieces of `[from, to)` that lie in one calendar month each. Empty when `to` is not later. */
export function monthsBetween(from: Instant, to: Instant): Period[] {
  const pieces: Period[] = [];
  for (let begin = from; begin < to; begin = monthOf(begin).to) {
    const end = monthOf(begin).to;
    pieces.push({ from: begin, to: end < to ? end : to });
  }
  return pieces;
}
