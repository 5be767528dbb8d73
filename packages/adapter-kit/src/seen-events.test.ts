import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenEvents } from './seen-events.ts';

const eventOf = ({ id, subscriptionKey }: { id: string; subscriptionKey: string }) => ({
  id,
  subscriptionKey,
  metric: 'tokens',
  timestamp: '2026-01-15T12:00:00.000Z',
});

const events = fc.array(
  fc
    .record({
      id: fc.constantFrom('a', 'b', 'c'),
      subscriptionKey: fc.constantFrom('one', 'two', 'three'),
    })
    .map(eventOf),
  { maxLength: 30 },
);

describe('SeenEvents', () => {
  it('finds the first event with the same id and subscription, and knows of shared ids', () => {
    fc.assert(
      fc.property(events, (all) => {
        const seen = new SeenEvents(all);
        const found = all.map((event, index) => seen.firstOf(index, event));
        const first = all.map((event, index) => {
          const at = all.findIndex(
            ({ id, subscriptionKey }) =>
              id === event.id && subscriptionKey === event.subscriptionKey,
          );
          return at === index ? undefined : at;
        });
        expect(found).toEqual(first);
        const isShared = all.some((one) =>
          all.some((other) => other.id === one.id && other.subscriptionKey !== one.subscriptionKey),
        );
        expect(seen.hasShared).toBe(isShared);
      }),
    );
  });
});
