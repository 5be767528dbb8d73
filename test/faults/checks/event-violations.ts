import type { UsageEvent } from '@billport/core';
import type { EventInput } from '../workload/batch.ts';

const text = ({ subscriptionKey, id, metric, timestamp, properties }: UsageEvent | EventInput) =>
  JSON.stringify([
    subscriptionKey,
    id,
    metric,
    timestamp,
    Object.entries(properties ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)),
  ]);

/**
 * Compares the events of a file with the batches that were answered: every event of those once,
 * with its content, and of the batch that was broken off all or none.
 * @param answered events of every batch whose recording was answered
 * @param broken events of the batch under way
 */
export function eventViolations(
  stored: readonly UsageEvent[],
  answered: readonly EventInput[],
  broken: readonly EventInput[],
): string[] {
  const found = stored.map(text);
  const known = new Set(found);
  const missing = answered.map(text).filter((event) => !known.has(event));
  const under = broken.map(text).filter((event) => known.has(event));
  const expected = answered.length + under.length;
  return [
    ...missing.map((event) => `missing although answered: ${event}`),
    ...(known.size === found.length ? [] : [`${found.length - known.size} events stand twice`]),
    ...(under.length === 0 || under.length === broken.length
      ? []
      : [`${under.length} of the ${broken.length} events of one batch were kept`]),
    ...(found.length === expected ? [] : [`${found.length} events, not ${expected}`]),
  ];
}
