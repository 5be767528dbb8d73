import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spansAround } from './spans-around.ts';

const HOUR = 3_600_000;

describe('spansAround', () => {
  it('holds near moments together, whatever their order, and far ones apart', () => {
    expect(spansAround([])).toEqual([]);
    expect(spansAround([7])).toEqual([{ from: 7, to: 8 }]);
    expect(spansAround([HOUR, 0, 29 * 24 * HOUR, 5])).toEqual([
      { from: 0, to: HOUR + 1 },
      { from: 29 * 24 * HOUR, to: 29 * 24 * HOUR + 1 },
    ]);
    expect(spansAround([0, HOUR + 1]).length).toBe(2);
  });

  it('holds each moment in one span, and no span is longer than a day', () => {
    const property = fc.property(fc.array(fc.nat(90 * 24 * HOUR)), (moments) => {
      const spans = spansAround(moments);
      for (const at of moments) {
        expect(spans.filter(({ from, to }) => at >= from && at < to).length).toBe(1);
      }
      expect(spans.every(({ from, to }) => to - from <= 24 * HOUR)).toBe(true);
    });
    fc.assert(property);
  });
});
