const DURATION =
  /^P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const DAY_MS = 86_400_000;

/** The same day some months later, or the month's last one where it has no such day. */
function addMonths(epochMs: number, months: number): number {
  const date = new Date(epochMs);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const nextMonth = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  const lastDay = new Date(nextMonth - DAY_MS).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return date.getTime();
}

/**
 * The moment a duration after another one, by the calendar of UTC.
 * @param epochMs Milliseconds since 1970-01-01T00:00:00Z, as is what comes back.
 * @param duration ISO 8601, such as `P1M`, `P1Y6M`, `P10D` or `PT36H`.
 * @returns undefined for another text.
 */
export function toMomentAfter(epochMs: number, duration: string): number | undefined {
  const parts = DURATION.exec(duration);
  if (parts === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const time = ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return addMonths(epochMs, years * 12 + months) + (weeks * 7 + days) * DAY_MS + time;
}
