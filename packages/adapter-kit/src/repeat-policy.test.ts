import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPassing, mayHaveDoneIt, mayRepeat, waitMs } from './repeat-policy.ts';

const statuses = Array.from({ length: 300 }, (_, index) => 300 + index);

describe('statuses (facts/usage-delivery.md §3.5)', () => {
  it('may pass when the table calls them transient or throttled', () => {
    const passing = [408, 425, 429, 500, 502, 503, 504];
    for (let status = 520; status <= 599; status++) passing.push(status);
    expect(statuses.filter(isPassing)).toEqual(passing);
  });

  it('leave open whether it was done, but for the two that turn requests away', () => {
    expect(statuses.filter((status) => isPassing(status) && !mayHaveDoneIt(status))).toEqual([
      425, 429,
    ]);
    expect(statuses.filter((status) => mayHaveDoneIt(status) && !isPassing(status))).toEqual([]);
  });
});

describe('mayRepeat', () => {
  it('repeats what never may be repeated only when the service did nothing', () => {
    expect(mayRepeat('never', true)).toBe(true);
    expect(mayRepeat('never', false)).toBe(false);
    expect(mayRepeat('safe', false)).toBe(true);
    expect(mayRepeat('read', false)).toBe(true);
  });
});

describe('waitMs', () => {
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const attempts = fc.integer({ min: 1, max: 100 });

  it('is anything under a bound that doubles from 200 ms: full jitter', () => {
    expect(waitMs(1, undefined, 20_000, 0)).toBe(0);
    expect(waitMs(1, undefined, 20_000, 0.5)).toBe(100);
    expect(waitMs(4, undefined, 20_000, 0.5)).toBe(800);
  });

  it('never exceeds the longest wait, nor falls below zero', () => {
    const asked = fc.option(fc.integer({ min: 0, max: 300_000 }), { nil: undefined });
    fc.assert(
      fc.property(attempts, asked, fc.nat(60_000), chance, (attempt, ms, most, luck) => {
        const wait = waitMs(attempt, ms, most, luck);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('waits at least as long as asked, and a little more by chance', () => {
    expect(waitMs(3, 1_000, 20_000, 0)).toBe(1_000);
    expect(waitMs(3, 1_000, 20_000, 0.5)).toBe(1_100);
  });

  it('draws its chance anew each time', () => {
    const drawn = new Set(Array.from({ length: 20 }, () => waitMs(10, undefined, 1_000_000)));
    expect(drawn.size).toBeGreaterThan(15);
  });
});
