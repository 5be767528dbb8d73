import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sideBySide } from './side-by-side.ts';

describe('sideBySide', () => {
  it('does every work, five at a time', async () => {
    const done: number[] = [];
    let running = 0;
    let highest = 0;
    const items = Array.from({ length: 12 }, (_, item) => item);
    await sideBySide(items, async (item) => {
      running += 1;
      highest = Math.max(highest, running);
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect(done).toEqual(items);
    expect(highest).toBe(5);
  });

  it('begins nothing after a failure', async () => {
    const begun: number[] = [];
    const work = sideBySide([1, 9, 9, 9, 9, 9, 9, 9].entries(), async ([item, turns]) => {
      begun.push(item);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      if (item === 0) throw new Error('refused');
    });
    await expect(work).rejects.toThrow('refused');
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('fails when nothing is under way any more', async () => {
    const property = fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
      fc.nat(19),
      async (turns, nth) => {
        const failing = nth % turns.length;
        let running = 0;
        const work = sideBySide(turns.entries(), async ([item, count]) => {
          running += 1;
          for (let turn = 0; turn < count; turn++) await Promise.resolve();
          running -= 1;
          if (item === failing) throw new Error(`item ${item}`);
        });
        await expect(work).rejects.toThrow(`item ${failing}`);
        expect(running).toBe(0);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });
});
