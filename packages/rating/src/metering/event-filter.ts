import { type MeteredEvent, textProperty } from './metered-event.ts';

/** Properties with the values that are taken; an event must match every property. */
export type FilterMatch = Readonly<Record<string, readonly string[]>>;

/** Whether an event has one of the values in each property of the match. */
export function matchesFilter(match: FilterMatch, event: MeteredEvent): boolean {
  return Object.entries(match).every(([name, values]) => {
    const value = textProperty(event, name);
    return value !== undefined && values.includes(value);
  });
}

interface CompiledFilter {
  readonly index: number;
  readonly properties: readonly (readonly [name: string, values: ReadonlySet<string>])[];
}

const takes = ({ properties }: CompiledFilter, event: MeteredEvent): boolean =>
  properties.every(([name, values]) => {
    const value = textProperty(event, name);
    return value !== undefined && values.has(value);
  });

/** Whether `one` names the same properties as `other` with a real part of its values. */
function isNarrower(one: CompiledFilter, other: CompiledFilter): boolean {
  const wider = new Map(other.properties);
  let narrower = false;
  for (const [name, values] of one.properties) {
    const all = wider.get(name);
    if (all === undefined || ![...values].every((value) => all.has(value))) return false;
    if (values.size < all.size) narrower = true;
  }
  return narrower;
}

/**
 * The order in which filters are tried, so that the first match is the right one: more properties
 * first, then narrower values before wider ones, else the older one.
 */
function inOrder(filters: readonly CompiledFilter[]): CompiledFilter[] {
  const ordered: CompiledFilter[] = [];
  for (const filter of filters) {
    const size = filter.properties.length;
    const position = ordered.findIndex(
      (other) =>
        other.properties.length < size ||
        (other.properties.length === size && isNarrower(filter, other)),
    );
    ordered.splice(position < 0 ? ordered.length : position, 0, filter);
  }
  return ordered;
}

/** Finds the filter of an event: its index, or undefined for the charge itself. */
export type FilterChooser = (event: MeteredEvent) => number | undefined;

/**
 * Reads a charge's filters once, for choosing the filter of many events. An event goes to the
 * filter that matches most properties; among those with the same properties, one whose values are
 * a part of the other's wins, and of equal ones the oldest. What matches none goes to the charge
 * itself (`facts/rating.md §4`).
 * @param filters `charge.filters`, oldest first.
 */
export function filterChooser(
  filters: readonly { readonly match: FilterMatch }[] | undefined,
): FilterChooser {
  const ordered = inOrder(
    (filters ?? []).map(({ match }, index) => ({
      index,
      properties: Object.entries(match).map(([name, values]) => [name, new Set(values)] as const),
    })),
  );
  return (event) => ordered.find((filter) => takes(filter, event))?.index;
}
