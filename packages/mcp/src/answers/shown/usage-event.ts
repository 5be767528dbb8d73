import type { UsageEvent } from '@billport/core';
import type { Fact } from '../answer.ts';
import { shortInstant, shortMatch } from './short.ts';
import { whole } from './whole.ts';

/** A recorded event: what happened when, or all of it. */
export function shownUsageEvent(event: UsageEvent, detailed: boolean): Fact {
  if (detailed) return whole(event);
  const { id, subscriptionKey, metric, timestamp, properties, preciseAmount } = event;
  return {
    id,
    subscriptionKey,
    metric,
    timestamp: shortInstant(timestamp),
    properties: shortMatch(properties),
    preciseAmount,
  };
}
