const DAY_MS = 86_400_000;

/** The first instant after `at` where a period of a plan begins, in UTC. */
function nextBoundary(interval: 'weekly' | 'monthly', at: number): number {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (interval === 'monthly') return Date.UTC(year, month + 1, 1);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return Date.UTC(year, month, day - sinceMonday) + 7 * DAY_MS;
}

/**
 * The usage periods of a subscription that end by `until`, from calendar arithmetic alone: the
 * first from the start itself, then whole weeks or months in UTC.
 * @returns half-open spans as epoch milliseconds
 */
export function expectedPeriods(
  interval: 'weekly' | 'monthly',
  start: number,
  until: number,
): { from: number; to: number }[] {
  const periods: { from: number; to: number }[] = [];
  for (let from = start; ; ) {
    const to = nextBoundary(interval, from);
    if (to > until) return periods;
    periods.push({ from, to });
    from = to;
  }
}
