import { describe, expect, it } from 'vitest';
import { monthOf, monthsBetween } from './months.ts';

describe('months', () => {
  it.each([
    ['2026-03-10T12:00:00.000Z', '2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ['2024-02-01T00:00:00.000Z', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
  ])('hold %s from their first moment to that of the next', (moment, from, to) => {
    expect(monthOf(moment)).toEqual({ from, to });
  });

  it('cut a stretch of time where one ends', () => {
    expect(monthsBetween('2026-01-20T00:00:00.000Z', '2026-03-01T00:00:00.000Z')).toEqual([
      { from: '2026-01-20T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' },
      { from: '2026-02-01T00:00:00.000Z', to: '2026-03-01T00:00:00.000Z' },
    ]);
    expect(monthsBetween('2026-03-05T00:00:00.000Z', '2026-03-06T00:00:00.000Z')).toHaveLength(1);
    expect(monthsBetween('2026-03-06T00:00:00.000Z', '2026-03-06T00:00:00.000Z')).toEqual([]);
    expect(monthsBetween('2026-03-07T00:00:00.000Z', '2026-03-06T00:00:00.000Z')).toEqual([]);
  });
});
