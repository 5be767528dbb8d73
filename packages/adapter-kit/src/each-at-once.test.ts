import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachAtOnce } from './each-at-once.ts';

describe('eachAtOnce', () => {
  it('works on every item once, in their order, at most so many at a time', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer(), { maxLength: 30 }),
      async (atOnce, items) => {
        const begun: number[] = [];
        let running = 0;
        let highest = 0;
        await eachAtOnce(items, atOnce, async (item) => {
          begun.push(item);
          running += 1;
          highest = Math.max(highest, running);
          await Promise.resolve();
          running -= 1;
        });
        expect(begun).toEqual(items);
        expect(highest).toBe(Math.min(atOnce, items.length));
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it('rejects with the first failure, and begins nothing after it', async () => {
    const begun: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 2) throw new Error('two');
    };
    await expect(eachAtOnce([1, 2, 3, 4, 5, 6, 7, 8], 2, work)).rejects.toThrow('two');
    const before = begun.length;
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    expect(begun.length).toBe(before);
    expect(before).toBeLessThanOrEqual(3);
  });
});
