import type { UnitRounding } from '@billport/core';
import {
  type AggregateOptions,
  aggregate,
  type FilterMatch,
  groupEvents,
  type MeteredEvent,
  type MeteredMetric,
  matchesFilter,
  type PricedCharge,
  type Usage,
  type Window,
} from '@billport/rating';
import {
  decimalField,
  instantField,
  integerField,
  isGiven,
  listField,
  objectField,
  objectsField,
  textField,
} from './input-field.ts';

type Fields = Readonly<Record<string, unknown>>;

const AGGREGATIONS = ['count', 'sum', 'max', 'latest', 'unique_count', 'weighted_sum'] as const;

/** Vectors measure and do not price: any charge will do. */
const charge = (prorated: boolean): PricedCharge => ({
  model: 'standard',
  pricing: { unitAmount: '0' },
  prorated,
});

function roundingOf(input: Fields): UnitRounding | undefined {
  if (!isGiven(input, 'rounding')) return undefined;
  const rounding = objectField(input, 'rounding');
  if (!isGiven(rounding, 'function')) return undefined;
  const mode = textField(rounding, 'function', 'rounding');
  if (mode !== 'round' && mode !== 'ceil' && mode !== 'floor') {
    throw new Error(`rounding.function must be round, ceil or floor, not ${mode}.`);
  }
  const precision = isGiven(rounding, 'precision')
    ? integerField(rounding, 'precision', 'rounding')
    : 0;
  return { mode, precision };
}

function metricOf(input: Fields): MeteredMetric {
  const aggregation = AGGREGATIONS.find((name) => name === input.aggregation);
  if (aggregation === undefined) {
    throw new Error(`aggregation ${JSON.stringify(input.aggregation)} is unknown.`);
  }
  return {
    aggregation,
    property: isGiven(input, 'field') ? textField(input, 'field') : undefined,
    recurring: input.recurring === true,
    rounding: roundingOf(input),
  };
}

/** The vectors' last instant is inclusive: the window goes on to the next second. */
function windowOf(input: Fields): Window {
  const period = objectField(input, 'period');
  const last = instantField(period, 'to', 'period');
  return {
    from: instantField(period, 'from', 'period'),
    to: (Math.floor(last / 1000) + 1) * 1000,
    periodDays: integerField(period, 'duration_days', 'period'),
    timezone: isGiven(period, 'timezone') ? textField(period, 'timezone', 'period') : 'UTC',
  };
}

/** Properties as texts; those that are null are absent. */
function propertiesOf(event: Fields, at: string): Record<string, string> {
  const properties = isGiven(event, 'properties') ? objectField(event, 'properties', at) : {};
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, String(value)]),
  );
}

/** Events by time; the order of the list breaks ties. */
function eventsOf(input: Fields): MeteredEvent[] {
  return objectsField(input, 'events')
    .map((event, index) => ({
      timestamp: instantField(event, 'timestamp', `events[${index}]`),
      properties: propertiesOf(event, `events[${index}]`),
    }))
    .sort((one, other) => one.timestamp - other.timestamp);
}

function matchOf(fields: Fields, at: string): FilterMatch {
  return Object.fromEntries(
    Object.keys(fields).map((name) => [name, listField(fields, name, at).map(String)]),
  );
}

function filtered(input: Fields, events: MeteredEvent[]): MeteredEvent[] {
  if (!isGiven(input, 'filter')) return events;
  const filter = objectField(input, 'filter');
  const matching = isGiven(filter, 'matching')
    ? matchOf(objectField(filter, 'matching', 'filter'), 'filter.matching')
    : {};
  const ignored = isGiven(filter, 'ignored')
    ? objectsField(filter, 'ignored', 'filter').map((fields) => matchOf(fields, 'filter.ignored'))
    : [];
  return events.filter(
    (event) =>
      matchesFilter(matching, event) && !ignored.some((match) => matchesFilter(match, event)),
  );
}

const resultOf = ({ units, fullUnits, eventsCount }: Usage): Fields => ({
  units: units.toString(),
  full_units: fullUnits.toString(),
  events_count: eventsCount,
});

/**
 * Measures a vector of the kind `aggregation`.
 * @throws Error naming what is unknown or malformed in the input.
 */
export function runAggregation(input: Fields): Fields {
  const metric = metricOf(input);
  const window = windowOf(input);
  const events = filtered(input, eventsOf(input));
  const options: AggregateOptions = isGiven(input, 'carried_value')
    ? { carried: decimalField(input, 'carried_value') }
    : {};
  const measure = (counted: readonly MeteredEvent[]) =>
    resultOf(aggregate(metric, charge(input.prorated === true), counted, window, options));
  if (!isGiven(input, 'group_by')) return measure(events);
  const groupBy = listField(input, 'group_by').map(String);
  return {
    groups: groupEvents(groupBy, events).map((part) => ({
      group: part.group.values,
      ...measure(part.events),
    })),
  };
}
