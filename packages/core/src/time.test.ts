import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { currentInstant, isManualClock, manualClock, systemClock } from './clock.ts';
import { InstantIn } from './contract/scalars.ts';
import { contains, normalizeInstant, toEpochMs, toInstant } from './time.ts';

const moments = fc.date({
  min: new Date('0001-01-01T00:00:00.000Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

const two = (value: number) => String(Math.abs(value)).padStart(2, '0');

describe('instants', () => {
  it('come back from their own text', () => {
    fc.assert(
      fc.property(moments, (date) => {
        const text = date.toISOString();
        expect(toInstant(text)).toBe(text);
        expect(toInstant(date)).toBe(text);
        expect(toInstant(date.getTime())).toBe(text);
        expect(normalizeInstant(text)).toBe(text);
        expect(toEpochMs(text)).toBe(date.getTime());
      }),
    );
  });

  it('are read with any offset as another library reads them', () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    const days = fc.date({
      min: new Date('0002-01-01T00:00:00.000Z'),
      max: new Date('9998-12-31T00:00:00.000Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, offsets, fc.integer({ min: 0, max: 9 }), (date, offset, fraction) => {
        const sign = offset < 0 ? '-' : '+';
        const zone = `${sign}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`;
        const digits = fraction === 0 ? '' : `.${'123456789'.slice(0, fraction)}`;
        const text = `${date.toISOString().slice(0, 19)}${digits}${zone}`;
        // Both cut the digits past the millisecond.
        expect(toEpochMs(text)).toBe(Temporal.Instant.from(text).epochMilliseconds);
      }),
    );
  });

  it.each([
    '2026-02-30T00:00:00Z',
    '2026-02-29T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-00-10T00:00:00.000Z',
    '2026-01-00T00:00:00.000Z',
    '2026-01-01T25:00:00.000Z',
    '2026-01-01T00:60:00.000Z',
    '2026-01-01T00:00:61.000Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    '2026-01-01 00:00:00Z',
    '2026-01-01T00:00:00+0100',
    '2026-01-01T00:00:00.0000000000Z',
    '2026-1-1T00:00:00Z',
    '12026-01-01T00:00:00Z',
    '-000001-01-01T00:00:00Z',
    '0000-12-31T23:59:59.999Z',
    'Jan 1, 2026 UTC',
    '1767225600000',
    '',
  ])('refuses %j', (text) => {
    expect(normalizeInstant(text)).toBeUndefined();
    expect(() => toEpochMs(text)).toThrow(/is not a moment: write ISO 8601 with a zone/);
    expect(InstantIn.safeParse(text).success).toBe(false);
  });

  it.each(['2024-02-29T00:00:00.000Z', '2000-02-29T00:00:00.000Z', '0050-06-01T00:00:00.000Z'])(
    'takes %s, an unusual day',
    (text) => {
      expect(toInstant(text)).toBe(text);
    },
  );

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0.5, 8.64e15 + 1, -62_135_596_800_001])(
    'refuses %d milliseconds',
    (value) => {
      expect(() => toEpochMs(value)).toThrow(/is not a moment/);
    },
  );

  it('refuses a Date that is none', () => {
    expect(() => toInstant(new Date(Number.NaN))).toThrow(/is not a moment/);
    expect(InstantIn.safeParse(new Date(Number.NaN)).success).toBe(false);
  });

  it('sort as text in the order of time', () => {
    fc.assert(
      fc.property(moments, moments, (a, b) => {
        expect(toInstant(a) < toInstant(b)).toBe(a.getTime() < b.getTime());
      }),
    );
  });
});

describe('a period', () => {
  const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };

  it('holds its start and not its end', () => {
    expect(contains(period, period.from)).toBe(true);
    expect(contains(period, '2026-01-31T23:59:59.999Z')).toBe(true);
    expect(contains(period, period.to)).toBe(false);
    expect(contains(period, '2025-12-31T23:59:59.999Z')).toBe(false);
  });
});

describe('clocks', () => {
  it('stand still until they are moved', () => {
    const clock = manualClock('2026-01-01T00:00:00Z');
    expect(currentInstant(clock)).toBe('2026-01-01T00:00:00.000Z');
    clock.moveTo('2026-03-01T00:00:00+01:00');
    expect(currentInstant(clock)).toBe('2026-02-28T23:00:00.000Z');
    clock.moveTo(clock.now());
    expect(currentInstant(clock)).toBe('2026-02-28T23:00:00.000Z');
  });

  it('never go back', () => {
    const clock = manualClock('2026-01-01T00:00:00Z');
    expect(() => clock.moveTo('2025-12-31T23:59:59.999Z')).toThrow(/cannot go back/);
    expect(currentInstant(clock)).toBe('2026-01-01T00:00:00.000Z');
  });

  it('are told apart: only a manual one can be moved', () => {
    expect(isManualClock(manualClock(0))).toBe(true);
    expect(isManualClock(systemClock)).toBe(false);
    expect(Number.isInteger(systemClock.now())).toBe(true);
  });
});
