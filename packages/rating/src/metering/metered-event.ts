import { Decimal, type Metric } from '@billport/core';

/** An event as the aggregations read it. */
export interface MeteredEvent {
  /** When it happened, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
  /** Its properties by name. */
  readonly properties: Readonly<Record<string, string>>;
  /** Its own price for dynamic charges: a decimal string in major units. */
  readonly preciseAmount?: string | undefined;
}

/** What an aggregation needs to know of a metric. */
export type MeteredMetric = Pick<Metric, 'aggregation' | 'property' | 'recurring' | 'rounding'>;

/** The text of a property, or undefined when the event does not have it. */
export function textProperty(event: MeteredEvent, name: string): string | undefined {
  return Object.hasOwn(event.properties, name) ? event.properties[name] : undefined;
}

/**
 * The number in a property, or undefined when it is absent or not written as `-?digits(.digits)?`.
 * Such an event is left out of the aggregation and not counted (`facts/rating.md §3`).
 */
export function numericProperty(event: MeteredEvent, name: string): Decimal | undefined {
  const text = textProperty(event, name);
  return Decimal.isDecimal(text) ? Decimal.parse(text) : undefined;
}
