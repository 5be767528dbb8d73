import { describe, expect, it } from 'vitest';
import { toMomentAfter } from './iso-duration.ts';

const after = (start: string, duration: string) =>
  new Date(toMomentAfter(Date.parse(start), duration) ?? Number.NaN).toISOString();

describe('a moment after another one', () => {
  it.each([
    ['2026-01-15T12:00:00.000Z', 'P1M', '2026-02-15T12:00:00.000Z'],
    ['2026-01-31T12:00:00.000Z', 'P1M', '2026-02-28T12:00:00.000Z'],
    ['2028-01-31T00:00:00.000Z', 'P1M', '2028-02-29T00:00:00.000Z'],
    ['2028-02-29T00:00:00.000Z', 'P1Y', '2029-02-28T00:00:00.000Z'],
    ['2026-12-31T23:59:59.500Z', 'P2M', '2027-02-28T23:59:59.500Z'],
    ['2026-01-01T00:00:00.000Z', 'P1Y2M3W4DT5H6M7S', '2027-03-26T05:06:07.000Z'],
    ['2026-01-01T00:00:00.000Z', 'PT36H', '2026-01-02T12:00:00.000Z'],
    ['2026-01-01T00:00:00.000Z', 'P0D', '2026-01-01T00:00:00.000Z'],
  ])('%s and %s is %s', (start, duration, moment) => {
    expect(after(start, duration)).toBe(moment);
  });

  it.each(['', 'P', 'PT', 'P1', '1M', 'P-1M', 'P1.5D', 'P1H', 'a month'])(
    'finds no duration in %j',
    (duration) => {
      expect(toMomentAfter(0, duration)).toBeUndefined();
    },
  );
});
