import type { Instant } from '@billport/core';
import type { DimensionRecord } from '../records/dimension.ts';

/** What usage is aggregated over; `none`: each record stands alone. */
export type AggregationInterval = DimensionRecord['aggregationInterval'];

/** One interval, `startTime` inclusive and `endTime` exclusive; both in UTC. */
export interface UsageInterval {
  readonly startTime: Instant;
  readonly endTime: Instant;
}

/** How many characters of an instant's text name its interval. */
const KEY_LENGTHS = { hour: 13, day: 10, month: 7 } as const;

/** The rest of the text of the moment that an interval begins at. */
const START_ENDINGS = { hour: ':00:00.000Z', day: 'T00:00:00.000Z', month: '-01T00:00:00.000Z' };

/** A name of the hour, day or month (UTC) that a moment lies in, by the moment's text. */
export function intervalKey(interval: keyof typeof KEY_LENGTHS, timestamp: Instant): string {
  return timestamp.slice(0, KEY_LENGTHS[interval]);
}

/** The hour, day or calendar month in UTC that a moment lies in; `none`: the moment itself. */
export function intervalOf(interval: AggregationInterval, timestamp: Instant): UsageInterval {
  if (interval === 'none') return { startTime: timestamp, endTime: timestamp };
  const startTime = `${intervalKey(interval, timestamp)}${START_ENDINGS[interval]}`;
  const end = new Date(startTime);
  if (interval === 'hour') end.setUTCHours(end.getUTCHours() + 1);
  if (interval === 'day') end.setUTCDate(end.getUTCDate() + 1);
  if (interval === 'month') end.setUTCMonth(end.getUTCMonth() + 1);
  return { startTime, endTime: end.toISOString() };
}
