import type { EventError } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventOutcomes } from './event-outcomes.ts';

const REFUSAL = {
  code: 'invalid_input',
  path: ['properties', 'a.b'],
  message: 'Write it.',
} as const;
const DOUBT: EventError = { code: 'outcome_unknown', message: 'Look it up.' };
const UNSENT: EventError = { code: 'unavailable', message: 'Not sent.' };

const eventsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `e${index}`,
    subscriptionKey: 'seat',
    metric: 'tokens',
    timestamp: '2026-01-15T12:00:00.000Z',
  }));

const fates = ['recorded', 'duplicate', 'rejected', 'doubted', 'open'] as const;

/** What becomes of an event, or that it repeats the one at that place. */
const plan = fc.array(fc.oneof(fc.constantFrom(...fates), fc.nat({ max: 5 })), {
  minLength: 1,
  maxLength: 20,
});

describe('EventOutcomes', () => {
  it('has one result for each event in their order, and counts that add up', () => {
    fc.assert(
      fc.property(plan, (all) => {
        const outcomes = new EventOutcomes(eventsOf(all.length));
        for (const [index, fate] of all.entries()) {
          if (typeof fate === 'number') {
            if (typeof all[fate] === 'string' && fate < index) outcomes.repeat(index, fate);
          } else if (fate === 'rejected') outcomes.refuse(index, REFUSAL);
          else if (fate === 'doubted') outcomes.doubt(index, DOUBT);
          else if (fate !== 'open') outcomes.settle(index, fate);
        }
        const { counts, results } = outcomes.summary(UNSENT);
        expect(results.map(({ id }) => id)).toEqual(eventsOf(all.length).map(({ id }) => id));
        const sum = counts.recorded + counts.duplicate + counts.rejected + counts.unknown;
        expect(sum).toBe(all.length);
        for (const status of ['recorded', 'duplicate', 'rejected', 'unknown'] as const) {
          const same = results.filter((result) => result.status === status);
          expect(counts[status]).toBe(same.length);
        }
      }),
    );
  });

  it('gives a repeat what became of the first: there counts as duplicate, refused as refused', () => {
    const outcomes = new EventOutcomes(eventsOf(8));
    outcomes.settle(0, 'recorded');
    outcomes.refuse(1, REFUSAL);
    outcomes.doubt(2, DOUBT);
    for (const first of [0, 1, 2, 3]) outcomes.repeat(first + 4, first);
    const { results } = outcomes.summary(UNSENT);
    const refused = { code: 'invalid_input', message: 'Write it.', field: 'properties.a.b' };
    expect(results.slice(4).map(({ status, error }) => ({ status, error }))).toEqual([
      { status: 'duplicate', error: undefined },
      { status: 'rejected', error: refused },
      { status: 'unknown', error: DOUBT },
      { status: 'unknown', error: UNSENT },
    ]);
  });

  it('says how to look for an event', () => {
    expect(new EventOutcomes(eventsOf(2)).lookup(1)).toMatch(
      /^usage\.getEvent\(\{"subscriptionKey":"seat","id":"e1"\}\)/,
    );
  });
});
