import { compact } from '@billport/adapter-kit';
import { toInstant, type UsageEvent } from '@billport/core';
import { callersMetadata } from '../own-metadata.ts';
import { chargeDimension, dimensionsOf } from '../plans/charge-dimension.ts';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import type { PaigoDimension } from '../wire/dimension.ts';
import { enrolledFrom, eventMetric } from './event-targets.ts';
import type { RawRecord } from './raw-usage.ts';

/** A usage record that belongs to a subscription. */
export interface FoundRecord extends RawRecord {
  /** The event's id, or a made-up one that stays the same: Paigo's records have none. */
  readonly id: string;
  /** Tells it from all other records of the subscription, and is short, since cursors are. */
  readonly position: string;
}

/** The dimensions that the subscription's plan holds now, also those whose charge was removed. */
export const heldDimensions = ({ enrollment }: FoundSubscription): readonly PaigoDimension[] =>
  enrollment === undefined ? [] : dimensionsOf(enrollment.offering);

const compareTexts = (one = '', other = '') => (one < other ? -1 : Number(one > other));

/** The same order each time that records are read. */
const byPlace = (one: RawRecord, other: RawRecord) =>
  one.at - other.at ||
  compareTexts(one.dimensionId, other.dimensionId) ||
  compareTexts(one.event, other.event);

/** Numbers what has one name, from the second on. */
function numbering(): (name: string) => string {
  const numbers = new Map<string, number>();
  return (name) => {
    const number = (numbers.get(name) ?? 0) + 1;
    numbers.set(name, number);
    return number === 1 ? name : `${name}#${number}`;
  };
}

/**
 * The records of the subscription, by time. What others recorded names none: it belongs to the one whose plan
 * holds the dimension, from its start on.
 */
export function recordsOfSubscription(
  found: FoundSubscription,
  rows: readonly RawRecord[],
): FoundRecord[] {
  const { subscriptionKey, enrollment } = found;
  const held = new Set(heldDimensions(found).map(({ dimensionId }) => dimensionId));
  const from = enrollment === undefined ? Number.POSITIVE_INFINITY : enrolledFrom(enrollment);
  const isIts = ({ subscriptionKey: key, dimensionId, at }: RawRecord) =>
    key === undefined ? held.has(dimensionId) && at >= from : key === subscriptionKey;
  const [numbered, positioned] = [numbering(), numbering()];
  return rows
    .filter(isIts)
    .sort(byPlace)
    .map((row) => ({
      ...row,
      id: row.event ?? numbered(`${row.dimensionId}@${toInstant(row.at)}`),
      position: positioned(String(row.at)),
    }));
}

/** Latest first; those of the same moment by their moment at Paigo. */
export function latestFirst(records: readonly FoundRecord[]): FoundRecord[] {
  return records.toSorted((one, other) => other.happenedAt - one.happenedAt || other.at - one.at);
}

/** The properties as they were recorded; the amount of records that others made among them. */
function propertiesOf(
  { metadata, value }: RawRecord,
  dimension: PaigoDimension | undefined,
): Record<string, string> {
  const kept = callersMetadata(metadata) ?? {};
  const [, { property }] = dimension
    ? eventMetric(dimension)
    : [undefined, { property: undefined }];
  if (property === undefined || Object.hasOwn(kept, property)) return kept;
  return { ...kept, [property]: value };
}

/** Shows records of a subscription as events. */
export class EventView {
  readonly #found: FoundSubscription;
  readonly #dimensions: ReadonlyMap<string, PaigoDimension>;

  /** @param dimensions those that the records name, as far as they are there */
  constructor(found: FoundSubscription, dimensions: readonly PaigoDimension[]) {
    this.#found = found;
    this.#dimensions = new Map(dimensions.map((each) => [each.dimensionId, each]));
  }

  /** Code of the metric of a record; the id of a dimension that is gone. */
  metricOf({ dimensionId }: RawRecord): string {
    const dimension = this.#dimensions.get(dimensionId);
    return dimension === undefined ? dimensionId : chargeDimension(dimension).metric;
  }

  /** The record in the words of the contract. */
  show(record: FoundRecord): UsageEvent {
    const { subscriptionKey, customer } = this.#found;
    return compact({
      id: record.id,
      subscriptionKey,
      customerKey: customer.customerId,
      metric: this.metricOf(record),
      timestamp: toInstant(record.happenedAt),
      properties: propertiesOf(record, this.#dimensions.get(record.dimensionId)),
    });
  }
}
