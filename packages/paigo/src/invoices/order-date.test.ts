import { toEpochMs } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { orderDate } from './order-date.ts';

const datesAt = (now: string) => Array.from({ length: 300 }, () => orderDate(toEpochMs(now)));

describe('the date of an order', () => {
  it.each([
    ['2026-01-15T12:00:00.000Z', '2026-01-15T11:59:59'],
    ['2026-01-15T12:00:00.999Z', '2026-01-15T11:59:59'],
    ['2026-02-01T00:00:01.000Z', '2026-02-01T00:00:00'],
    ['2026-02-01T00:00:00.400Z', '2026-02-01T00:00:00'],
  ])('at %s lies in the second %s', (now, second) => {
    expect(new Set(datesAt(now).map((date) => date.slice(0, 19)))).toEqual(new Set([second]));
  });

  it('is hardly ever that of another order in the same second', () => {
    const dates = new Set(datesAt('2026-01-15T12:00:00.000Z'));
    expect(dates.size).toBeGreaterThan(200);
    for (const date of dates) expect(date).toMatch(/T11:59:59\.\d{3}Z$/);
  });
});
