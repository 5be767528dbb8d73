import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTurns } from './concurrency.ts';

describe('inTurns', () => {
  it('runs at most so many at a time, and all of them, also when some fail', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.boolean(), { maxLength: 30 }),
      async (most, fails) => {
        const run = inTurns(most);
        const order: number[] = [];
        let running = 0;
        let highest = 0;
        const results = await Promise.allSettled(
          fails.map((fail, index) =>
            run(async () => {
              order.push(index);
              running += 1;
              highest = Math.max(highest, running);
              await Promise.resolve();
              running -= 1;
              if (fail) throw new Error('failed');
              return index;
            }),
          ),
        );
        expect(highest).toBeLessThanOrEqual(most);
        expect(order).toEqual(fails.map((_, index) => index));
        expect(results.map(({ status }) => status)).toEqual(
          fails.map((fail) => (fail ? 'rejected' : 'fulfilled')),
        );
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });
});
