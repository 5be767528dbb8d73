import type { Plan } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { begunPeriods } from './begun-periods.ts';

const at = (text: string) => Date.parse(text);
const HOUR_MS = 3_600_000;

describe('begunPeriods', () => {
  it.each<[Plan['interval'], string, number]>([
    ['weekly', '2026-03-04T12:00:00Z', 2],
    ['monthly', '2020-01-10T00:00:00Z', 75],
    ['quarterly', '2025-06-10T00:00:00Z', 4],
    ['semiannual', '2025-06-10T00:00:00Z', 3],
    ['yearly', '2020-05-10T00:00:00Z', 7],
    ['unknown', '2026-03-01T12:00:00Z', 12],
    ['monthly', '2026-03-05T00:00:00Z', 1],
    ['monthly', '2026-05-01T00:00:00Z', 1],
  ])('counts periods of the calendar: %s from %s', (interval, from, count) => {
    expect(begunPeriods(interval, at(from), at('2026-03-10T12:00:00Z'))).toBe(count);
  });

  it('is never below what a month has of beginnings, in any time zone and from any day', () => {
    const moment = fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2026-01-01T00:00:00Z') });
    const zone = fc.integer({ min: -12, max: 14 });
    fc.assert(
      fc.property(moment, moment, zone, (one, other, hours) => {
        const [from, now] = one < other ? [one, other] : [other, one];
        const first = new Date(from + hours * HOUR_MS);
        let begun = 1;
        for (let month = 1; ; month += 1) {
          const begin = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month, 1);
          if (begin > now + hours * HOUR_MS) break;
          begun += 1;
        }
        const counted = begunPeriods('monthly', from, now);
        expect(counted).toBeGreaterThanOrEqual(begun);
        expect(counted).toBeLessThanOrEqual(begun + 2);
      }),
    );
  });
});
