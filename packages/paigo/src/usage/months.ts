import type { Span } from './raw-usage.ts';

/** The calendar month in UTC that holds a moment; epoch milliseconds. */
export function monthOf(at: number): Span {
  const day = new Date(at);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
}

/** The calendar months of a span, latest first; the first and the last may be parts. */
export function monthsOf({ from, to }: Span): Span[] {
  const months: Span[] = [];
  for (let end = to; end > from; ) {
    const start = Math.max(monthOf(end - 1).from, from);
    months.push({ from: start, to: end });
    end = start;
  }
  return months;
}
