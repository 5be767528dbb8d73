import { Decimal } from '@billport/core';
import { Fraction } from '../fraction.ts';
import type { MeteredEvent } from './metered-event.ts';
import { PRORATED_DIGITS, WindowDays } from './proration.ts';
import { type UniqueCountEntry, uniqueCountEntry } from './unique-count.ts';
import type { ProratedEvent, Usage } from './usage.ts';
import type { Window } from './window.ts';

/** A time during which a value was active; open where it still is at the window's end. */
interface ActiveTime {
  readonly from: number;
  until: number | undefined;
}

/** A change of the number of active values, with its billed days. */
interface Change {
  readonly at: number;
  readonly full: 1 | -1;
  readonly days: number;
}

/**
 * When a value was active. Second adds and orphan removes do nothing. A remove with a later add
 * on the same local day is ignored, so that several pairs within a day are one day
 * (`facts/rating.md §4`).
 */
function activeTimes(entries: readonly UniqueCountEntry[], days: WindowDays): ActiveTime[] {
  const times: ActiveTime[] = [];
  for (const { operation, at } of entries) {
    const last = times.at(-1);
    const active = last !== undefined && last.until === undefined;
    if (operation === 'remove') {
      if (active) last.until = at;
    } else if (!active) {
      if (last?.until !== undefined && days.sameDay(last.until, at)) last.until = undefined;
      else times.push({ from: at, until: undefined });
    }
  }
  return times;
}

function changesOf(times: readonly ActiveTime[], window: Window, days: WindowDays): Change[] {
  return times
    .filter(({ until }) => until === undefined || until >= window.from)
    .flatMap(({ from, until }): Change[] => {
      const added: Change = { at: from, full: 1, days: days.count(from, until) };
      // The days of a removed value are counted with its add: the remove itself weighs nothing.
      return until === undefined ? [added] : [added, { at: until, full: -1, days: 0 }];
    });
}

function entriesByValue(
  property: string,
  events: Iterable<MeteredEvent>,
): Map<string, UniqueCountEntry[]> {
  const byValue = new Map<string, UniqueCountEntry[]>();
  for (const event of events) {
    const entry = uniqueCountEntry(event, property);
    if (entry === undefined) continue;
    const entries = byValue.get(entry.value);
    if (entries === undefined) byValue.set(entry.value, [entry]);
    else entries.push(entry);
  }
  return byValue;
}

/**
 * Distinct values, prorated: each add counts from its local date, or the window's first, to the
 * date of the remove or the window's last, both included, divided by the days of the whole
 * billing period; rounded up to 5 decimals (`facts/rating.md §4`). `fullUnits` and `eventsCount`
 * are the values that are active at the end.
 * @param events In time order; those before the window are values that were added earlier.
 */
export function proratedUniqueCount(
  property: string,
  events: Iterable<MeteredEvent>,
  window: Window,
): Usage {
  const days = new WindowDays(window);
  const changes = [...entriesByValue(property, events).values()]
    .flatMap((entries) => changesOf(activeTimes(entries, days), window, days))
    .sort((one, other) => one.at - other.at);
  const billedDays = changes.reduce((sum, change) => sum + change.days, 0);
  const active = changes.reduce((sum, change) => sum + change.full, 0);
  const period = Fraction.ofInteger(window.periodDays);
  return {
    units: Decimal.fromInteger(billedDays).dividedBy(
      Decimal.fromInteger(window.periodDays),
      PRORATED_DIGITS,
      'ceil',
    ),
    fullUnits: Decimal.fromInteger(active),
    eventsCount: active,
    proratedEvents: changes.map(
      (change): ProratedEvent => ({
        full: Decimal.fromInteger(change.full),
        share: Fraction.ofInteger(change.days).dividedBy(period),
      }),
    ),
  };
}
