import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../store/database.ts';
import { openMemoryDatabase } from '../store/memory-database.fixture.ts';
import { type EventFilter, Events } from './event-table.ts';

interface Sent {
  readonly subscriptionKey: string;
  readonly metric: string;
  readonly at: number;
}

/** Events in the order in which they arrived; each one's id is its number. */
function storeWith(sent: readonly Sent[]): { database: Database; events: Events } {
  const database = openMemoryDatabase();
  const events = new Events(database);
  const rows = sent.map(({ subscriptionKey, metric, at }, index) => ({
    id: String(index),
    subject: events.subject(subscriptionKey),
    metric: events.subject(metric),
    at,
    properties: '{}',
    price: null,
  }));
  events.insert(rows, 0);
  return { database, events };
}

/** All pages after one another, of so many items each. */
function listAll(events: Events, filter: EventFilter, limit: number): string[] {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = events.page({ limit, cursor }, filter);
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

/** The same by looking at every event. */
function expectedIds(sent: readonly Sent[], filter: EventFilter): string[] {
  const { subscriptionKey, metric, from = -Infinity, to = Infinity } = filter;
  return sent
    .map((event, index) => ({ ...event, index }))
    .filter((event) => subscriptionKey === undefined || event.subscriptionKey === subscriptionKey)
    .filter((event) => metric === undefined || event.metric === metric)
    .filter(({ at }) => at >= from && at < to)
    .sort((one, other) => other.at - one.at || other.index - one.index)
    .map(({ index }) => String(index));
}

const subscriptionKey = fc.constantFrom('a', 'b', 'c', 'd');
const metric = fc.constantFrom('calls', 'tokens', 'seats');
// Few instants, some before 1970, so that many events share one.
const at = fc.integer({ min: -3, max: 6 });
const filters = fc.record(
  {
    subscriptionKey: fc.oneof(subscriptionKey, fc.constant('nobody')),
    metric: fc.oneof(metric, fc.constant('nothing')),
    from: at,
    to: at,
  },
  { requiredKeys: [] },
);

describe('a list of events', () => {
  it('has each matching event once, the latest first, however long its pages are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ subscriptionKey, metric, at }), { maxLength: 40 }),
        filters,
        fc.integer({ min: 1, max: 9 }),
        (sent, filter, limit) => {
          const { events } = storeWith(sent);
          expect(listAll(events, filter, limit)).toEqual(expectedIds(sent, filter));
        },
      ),
    );
  });

  it('begins before the end that is asked for, whatever the cursor says', () => {
    const sent = [1, 2, 3, 4].map((at) => ({ subscriptionKey: 'a', metric: 'calls', at }));
    const { events } = storeWith(sent);
    const cursor = events.page({ limit: 1 }, {}).nextCursor;
    expect(cursor).toBeDefined();
    const { items } = events.page({ cursor }, { to: 3 });
    expect(items.map(({ id }) => id)).toEqual(['1', '0']);
  });
});
