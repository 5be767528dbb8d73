import type { contract, InputOf } from '@billport/core';
import { toEpochMs, toInstant } from '@billport/core';
import { metricsOf, SUBSCRIPTIONS } from './catalogue.ts';

/** An event as callers write it. */
export type EventInput = InputOf<typeof contract.usage.record>['events'][number];

const MINUTE_MS = 60_000;

function propertiesOf(metric: string, batch: number, index: number): Record<string, string> {
  const number = batch * 37 + index * 11;
  switch (metric) {
    case 'storage':
      return { gigabytes: `${(number % 40) - 12}.${number % 10}` };
    case 'seats':
      return { user: `user-${number % 17}`, operation_type: number % 3 === 0 ? 'remove' : 'add' };
    case 'tokens':
    case 'peak':
      return { tokens: `${(number % 97) + 1}.${number % 4}` };
    default:
      return {};
  }
}

/**
 * The events of a batch: an event or two of every subscription and metric, all within the hours
 * before `at`. The same number always gives the same events, so that a repeat is a repeat.
 */
export function batchEvents(batch: number, at: string): EventInput[] {
  const charged = SUBSCRIPTIONS.flatMap(({ subscriptionKey, planCode }) =>
    metricsOf(planCode).map((metric) => ({ subscriptionKey, metric })),
  );
  return charged.flatMap(({ subscriptionKey, metric }, index) =>
    Array.from({ length: 1 + ((batch + index) % 2) }, (_, copy) => ({
      id: `batch-${batch}-${index}-${copy}`,
      subscriptionKey,
      metric,
      timestamp: toInstant(toEpochMs(at) - (index * 5 + copy) * MINUTE_MS),
      properties: propertiesOf(metric, batch, index + copy),
    })),
  );
}

/** The number of a batch that one of several workers alone sends, far from those of the workload. */
export function ownBatch(round: number, worker: number, workers: number): number {
  return 1_000_000 + round * workers + worker;
}
