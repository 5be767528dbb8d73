import type { OpenEvent } from './open-event.ts';

/** How to find out whether an event is there. */
export function lookupOf({ event, destination }: Pick<OpenEvent, 'event' | 'destination'>): string {
  const { subscriptionKey, id, timestamp } = event;
  const again = 'or record the same event again: what is there counts once';
  if (destination.metric.isPricedByMetadata) {
    return `usage.listEvents(${JSON.stringify({ subscriptionKey })}): look for one of ${timestamp}`;
  }
  return `usage.getEvent(${JSON.stringify({ subscriptionKey, id })}), ${again}`;
}
