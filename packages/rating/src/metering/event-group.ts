import { type MeteredEvent, textProperty } from './metered-event.ts';

/** The values of the properties that split a charge into fees; null where an event has none. */
export interface EventGroup {
  /** The group as one text, the same for equal groups: for keys of maps and rows. */
  readonly key: string;
  readonly values: Readonly<Record<string, string | null>>;
}

/**
 * The group of an event: a fee of its own for each distinct combination. An absent or empty
 * property is null (`facts/rating.md §4`).
 */
export function eventGroup(groupBy: readonly string[], event: MeteredEvent): EventGroup {
  const values = groupBy.map((name) => textProperty(event, name) || null);
  return {
    key: JSON.stringify(values),
    values: Object.fromEntries(groupBy.map((name, index) => [name, values[index] ?? null])),
  };
}

/** Splits events into groups by their first appearance; each keeps the order of its events. */
export function groupEvents(
  groupBy: readonly string[],
  events: Iterable<MeteredEvent>,
): { readonly group: EventGroup; readonly events: MeteredEvent[] }[] {
  const groups = new Map<string, { group: EventGroup; events: MeteredEvent[] }>();
  for (const event of events) {
    const group = eventGroup(groupBy, event);
    const known = groups.get(group.key);
    if (known === undefined) groups.set(group.key, { group, events: [event] });
    else known.events.push(event);
  }
  return [...groups.values()];
}
