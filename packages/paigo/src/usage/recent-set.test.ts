import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentSet } from './recent-set.ts';

describe('RecentSet', () => {
  it('has at least half of what it may have, and never more than all of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 100 }), (most, count) => {
        const set = new RecentSet(most);
        const added = Array.from({ length: count }, (_, index) => `t${index}`);
        for (const text of added) set.add(text);
        const kept = added.filter((text) => set.has(text));
        expect(kept.length).toBeLessThanOrEqual(Math.max(most, 2));
        expect(kept).toEqual(added.slice(added.length - kept.length));
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(count, Math.floor(most / 2)));
      }),
    );
  });

  it('forgets what it is told to, young or old', () => {
    const set = new RecentSet(4);
    for (const text of ['a', 'b', 'c']) set.add(text);
    for (const text of ['a', 'c']) set.delete(text);
    expect(['a', 'b', 'c'].map((text) => set.has(text))).toEqual([false, true, false]);
  });
});
