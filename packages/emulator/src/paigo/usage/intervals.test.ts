import { describe, expect, it } from 'vitest';
import { intervalOf } from './intervals.ts';

describe('intervalOf', () => {
  it.each([
    ['hour', '2026-02-28T23:59:59.999Z', '2026-02-28T23:00:00.000Z', '2026-03-01T00:00:00.000Z'],
    ['day', '2024-02-29T00:00:00.000Z', '2024-02-29T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
    ['month', '2026-12-31T23:59:59.999Z', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ] as const)('is the %s in UTC that a moment lies in', (interval, moment, startTime, endTime) => {
    expect(intervalOf(interval, moment)).toEqual({ startTime, endTime });
  });
});
