import { toInstant, type UsageEventInput } from '@billport/core';
import { OWN } from '../own-metadata.ts';
import type { PaigoUsageBody } from '../wire/usage.ts';
import { type Destination, recordValueOf } from './event-check.ts';
import type { EventMetric } from './event-targets.ts';

/** The caller's properties; without the amount where Paigo keeps that in a place of its own. */
function propertiesOf(
  { properties = {} }: UsageEventInput,
  { isValueOnly, property = '' }: EventMetric,
): Readonly<Record<string, string>> {
  if (!isValueOnly) return properties;
  const { [property]: _, ...others } = properties;
  return others;
}

function metadataOf(event: UsageEventInput, metric: EventMetric, isMoved: boolean) {
  const properties = propertiesOf(event, metric);
  if (metric.isPricedByMetadata) return properties;
  const own = { [OWN.event]: event.id, [OWN.subscription]: event.subscriptionKey };
  return isMoved
    ? { ...properties, ...own, [OWN.timestamp]: event.timestamp }
    : { ...properties, ...own };
}

/**
 * An event as Paigo takes it (`facts/paigo.md §3.6`).
 * @param at its moment at Paigo; epoch milliseconds
 * @param isMoved whether that is another moment than the event's own
 */
export function eventBody(
  event: UsageEventInput,
  { target, metric }: Destination,
  at: number,
  isMoved: boolean,
): PaigoUsageBody {
  return {
    customerId: target.customerId,
    dimensionId: metric.dimensionId,
    timestamp: isMoved ? toInstant(at) : event.timestamp,
    recordValue: recordValueOf(event, metric) ?? '',
    metadata: metadataOf(event, metric, isMoved),
  };
}
