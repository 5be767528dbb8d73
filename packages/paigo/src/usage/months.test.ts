import { toInstant } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthOf, monthsOf } from './months.ts';

const ms = (instant: string) => Date.parse(instant);
const shown = ({ from, to }: { from: number; to: number }) => [toInstant(from), toInstant(to)];

describe('months', () => {
  it.each([
    ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['2025-12-31T23:59:59.999Z', '2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
    ['2024-02-29T12:00:00.000Z', '2024-02-01T00:00:00.000Z', '2024-03-01T00:00:00.000Z'],
  ])('hold a moment between their first and the next one (%s)', (at, from, to) => {
    expect(shown(monthOf(ms(at)))).toEqual([from, to]);
  });

  it('are listed latest first, cut to the span', () => {
    const span = { from: ms('2025-11-20T08:00:00.000Z'), to: ms('2026-01-05T00:00:00.000Z') };
    expect(monthsOf(span).map(shown)).toEqual([
      ['2026-01-01T00:00:00.000Z', '2026-01-05T00:00:00.000Z'],
      ['2025-12-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'],
      ['2025-11-20T08:00:00.000Z', '2025-12-01T00:00:00.000Z'],
    ]);
    expect(monthsOf({ from: span.to, to: span.from })).toEqual([]);
  });

  it('cover a span without gaps, each within one month', () => {
    const moment = fc.integer({ min: 0, max: ms('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const span = { from: Math.min(one, other), to: Math.max(one, other) };
        const months = monthsOf(span);
        const length = months.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(length).toBe(span.to - span.from);
        for (const { from, to } of months) {
          expect(toInstant(from).slice(0, 7)).toBe(toInstant(to - 1).slice(0, 7));
        }
      }),
    );
  });
});
