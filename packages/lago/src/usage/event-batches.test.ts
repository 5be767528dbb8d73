import { SeenEvents } from '@billport/adapter-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventBatches } from './event-batches.ts';
import { usageEvent } from './lago-usage.fixture.ts';

const keys = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  subscriptionKey: fc.constantFrom('one', 'two', 'three'),
  travels: fc.boolean(),
});

describe('eventBatches', () => {
  it('trap 5: brings each event once, and no id twice in a batch', () => {
    fc.assert(
      fc.property(
        fc.array(keys, { maxLength: 60 }),
        fc.integer({ min: 1, max: 7 }),
        (drawn, size) => {
          const events = drawn.map(({ id, subscriptionKey }) =>
            usageEvent({ id, subscriptionKey }),
          );
          const seen = new SeenEvents(events);
          const firsts = events.map((event, index) => seen.firstOf(index, event));
          const travels = (index: number) =>
            firsts[index] === undefined && drawn[index]?.travels === true;
          const batches = [
            ...eventBatches({ events, travels, hasShared: seen.hasShared, size: () => size }),
          ];
          const expected = [...events.keys()].filter(travels);
          expect(batches.flat().sort((one, other) => one - other)).toEqual(expected);
          for (const batch of batches) {
            expect(batch.length).toBeLessThanOrEqual(size);
            expect(batch.length).toBeGreaterThan(0);
            expect(new Set(batch.map((index) => events[index]?.id)).size).toBe(batch.length);
          }
        },
      ),
    );
  });

  it('asks for the size of each batch anew', () => {
    const events = Array.from({ length: 7 }, (_, index) => usageEvent({ id: `e${index}` }));
    let size = 4;
    const batches = eventBatches({
      events,
      travels: () => true,
      hasShared: false,
      size: () => size,
    });
    expect(batches.next().value).toEqual([0, 1, 2, 3]);
    size = 2;
    expect([...batches]).toEqual([[4, 5], [6]]);
  });
});

describe('SeenEvents', () => {
  it('finds the first event of the same id and subscription', () => {
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 40 }), (drawn) => {
        const events = drawn.map(({ id, subscriptionKey }) => usageEvent({ id, subscriptionKey }));
        const seen = new SeenEvents(events);
        for (const [index, event] of events.entries()) {
          const first = events.findIndex(
            ({ id, subscriptionKey }) =>
              id === event.id && subscriptionKey === event.subscriptionKey,
          );
          expect(seen.firstOf(index, event)).toBe(first === index ? undefined : first);
        }
        const pairs = new Set(events.map(({ id, subscriptionKey }) => `${id} ${subscriptionKey}`));
        expect(seen.hasShared).toBe(pairs.size > new Set(events.map(({ id }) => id)).size);
      }),
    );
  });
});
