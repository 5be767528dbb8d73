import { localCalendar } from '@billport/rating';
import { timezoneOf } from '../billing/stay-period.ts';
import type { Engine } from '../engine.ts';

const DAY_MS = 86_400_000;

/** The customer's calendar date of an instant, or some days after it. */
export function localDate(engine: Engine, customerKey: string, at: number, daysLater = 0): string {
  const day = localCalendar(timezoneOf(engine, customerKey)).dayOf(at) + daysLater;
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
