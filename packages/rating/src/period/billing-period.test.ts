import { BillingError } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BillingCycle,
  type BillingInterval,
  type BillingTime,
  billingPeriodAt,
  nextBillingPeriod,
  previousBillingPeriod,
} from './billing-period.ts';

const at = (text: string) => Date.parse(text);

const cycle = (
  interval: BillingInterval,
  billingTime: BillingTime,
  anchor: string,
  timezone = 'UTC',
): BillingCycle => ({ interval, billingTime, timezone, anchor: at(anchor) });

const text = (period: { from: number; to: number }) =>
  [period.from, period.to].map((instant) => new Date(instant).toISOString());

describe('calendar periods', () => {
  test.each<[BillingInterval, string, string, number]>([
    // 2024-05-15 was a Wednesday.
    ['weekly', '2024-05-13', '2024-05-20', 7],
    ['monthly', '2024-05-01', '2024-06-01', 31],
    ['quarterly', '2024-04-01', '2024-07-01', 91],
    ['semiannual', '2024-01-01', '2024-07-01', 182],
    ['yearly', '2024-01-01', '2025-01-01', 366],
  ])('%s: from %s to %s', (interval, from, to, durationDays) => {
    const period = billingPeriodAt(
      cycle(interval, 'calendar', '2021-02-02T00:00:00Z'),
      at('2024-05-15T12:00:00Z'),
    );
    expect(text(period)).toEqual([`${from}T00:00:00.000Z`, `${to}T00:00:00.000Z`]);
    expect(period.durationDays).toBe(durationDays);
  });

  test('the second half-year starts in July', () => {
    const period = billingPeriodAt(
      cycle('semiannual', 'calendar', '2021-02-02T00:00:00Z'),
      at('2022-12-31T23:59:59Z'),
    );
    expect(text(period)).toEqual(['2022-07-01T00:00:00.000Z', '2023-01-01T00:00:00.000Z']);
    expect(period.durationDays).toBe(184);
  });
});

describe('anniversary periods', () => {
  const starts = (anchor: string, interval: BillingInterval, count: number) => {
    const plan = cycle(interval, 'anniversary', anchor);
    let period = billingPeriodAt(plan, plan.anchor);
    return Array.from({ length: count }, () => {
      const start = new Date(period.from).toISOString().slice(0, 10);
      period = nextBillingPeriod(plan, period);
      return start;
    });
  };

  test('a month-end anchor is cut to short months and comes back', () => {
    expect(starts('2024-01-31T01:00:00Z', 'monthly', 5)).toEqual([
      '2024-01-31',
      '2024-02-29',
      '2024-03-31',
      '2024-04-30',
      '2024-05-31',
    ]);
  });

  test('a leap-day anchor falls on 28 February in common years', () => {
    expect(starts('2020-02-29T00:00:00Z', 'yearly', 5)).toEqual([
      '2020-02-29',
      '2021-02-28',
      '2022-02-28',
      '2023-02-28',
      '2024-02-29',
    ]);
  });

  test('a quarter and a half-year count from the anchor', () => {
    expect(starts('2021-11-30T00:00:00Z', 'quarterly', 4)).toEqual([
      '2021-11-30',
      '2022-02-28',
      '2022-05-30',
      '2022-08-30',
    ]);
    expect(starts('2021-08-31T00:00:00Z', 'semiannual', 3)).toEqual([
      '2021-08-31',
      '2022-02-28',
      '2022-08-31',
    ]);
  });

  test('a week begins on the weekday of the anchor', () => {
    expect(starts('2021-02-02T10:00:00Z', 'weekly', 2)).toEqual(['2021-02-02', '2021-02-09']);
  });

  test('the period before the anchor is one interval earlier', () => {
    const plan = cycle('monthly', 'anniversary', '2021-03-31T00:00:00Z');
    const first = billingPeriodAt(plan, plan.anchor);
    expect(text(previousBillingPeriod(plan, first))).toEqual([
      '2021-02-28T00:00:00.000Z',
      '2021-03-31T00:00:00.000Z',
    ]);
  });
});

describe('time zones', () => {
  test.each([
    // The offsets are those of the IANA database on the two dates.
    ['America/New_York', '2022-03-01T05:00:00.000Z', '2022-04-01T04:00:00.000Z'],
    ['Europe/Paris', '2022-02-28T23:00:00.000Z', '2022-03-31T22:00:00.000Z'],
    ['Asia/Kolkata', '2022-02-28T18:30:00.000Z', '2022-03-31T18:30:00.000Z'],
    ['Pacific/Kiritimati', '2022-02-28T10:00:00.000Z', '2022-03-31T10:00:00.000Z'],
    ['Pacific/Pago_Pago', '2022-03-01T11:00:00.000Z', '2022-04-01T11:00:00.000Z'],
    ['Australia/Lord_Howe', '2022-02-28T13:00:00.000Z', '2022-03-31T13:00:00.000Z'],
  ])('March in %s lasts from midnight to midnight', (timezone, from, to) => {
    const period = billingPeriodAt(
      cycle('monthly', 'calendar', '2021-02-02T00:00:00Z', timezone),
      at('2022-03-15T12:00:00Z'),
    );
    expect(text(period)).toEqual([from, to]);
    expect(period.durationDays).toBe(31);
  });

  test('a day without midnight begins when the clock has jumped', () => {
    // In Sao Paulo 2018-11-04 began at 01:00, offset -02:00.
    const plan = cycle('weekly', 'anniversary', '2018-11-04T12:00:00Z', 'America/Sao_Paulo');
    const period = billingPeriodAt(plan, at('2018-11-05T12:00:00Z'));
    expect(text(period)).toEqual(['2018-11-04T03:00:00.000Z', '2018-11-11T02:00:00.000Z']);
    expect(text(previousBillingPeriod(plan, period))[1]).toBe('2018-11-04T03:00:00.000Z');
  });

  test('a period that begins on a day that its zone skipped comes after the one before it', () => {
    // Samoa had no 30 December 2011: 29 December ended at 10:00Z, and so did its offset of -10 h.
    const plan = cycle('monthly', 'anniversary', '2011-11-30T12:00:00Z', 'Pacific/Apia');
    const period = billingPeriodAt(plan, at('2011-12-31T12:00:00Z'));
    expect(text(period)[0]).toBe('2011-12-30T10:00:00.000Z');
    expect(text(previousBillingPeriod(plan, period))).toEqual([
      '2011-11-30T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ]);
  });

  test('an unknown zone is refused by name', () => {
    const plan = cycle('monthly', 'calendar', '2021-02-02T00:00:00Z', 'Mars/Olympus');
    expect(() => billingPeriodAt(plan, 0)).toThrow(/timezone: "Mars\/Olympus"/);
    expect(() => billingPeriodAt(plan, 0)).toThrow(BillingError);
  });
});

describe('for any zone, anchor and instant', () => {
  const instants = fc.integer({ min: at('1995-01-01T00:00:00Z'), max: at('2037-12-31T00:00:00Z') });
  const cycles: fc.Arbitrary<BillingCycle> = fc.record({
    interval: fc.constantFrom('weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'),
    billingTime: fc.constantFrom('calendar', 'anniversary'),
    timezone: fc.constantFrom(
      'UTC',
      'America/New_York',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Pacific/Kiritimati',
      'Pacific/Pago_Pago',
      'Pacific/Apia',
      'Africa/Cairo',
    ),
    anchor: instants,
  });

  test('periods tile time: each holds its instants and ends where the next begins', () => {
    fc.assert(
      fc.property(cycles, instants, (plan, instant) => {
        const period = billingPeriodAt(plan, instant);
        expect(period.from).toBeLessThanOrEqual(instant);
        expect(instant).toBeLessThan(period.to);
        expect(billingPeriodAt(plan, period.from)).toEqual(period);
        expect(billingPeriodAt(plan, period.to - 1)).toEqual(period);
        const next = nextBillingPeriod(plan, period);
        expect(next.from).toBe(period.to);
        expect(previousBillingPeriod(plan, next)).toEqual(period);
      }),
    );
  });

  test('an anniversary falls on the day of the anchor or the last of a shorter month', () => {
    const localDay = (instant: number, timezone: string) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(instant);
    fc.assert(
      fc.property(cycles, instants, (plan, instant) => {
        fc.pre(plan.interval !== 'weekly' && plan.billingTime === 'anniversary');
        // Two zones crossed the date line and skipped a day, on which no period can begin.
        fc.pre(plan.timezone !== 'Pacific/Apia' && instant > at('1997-01-01T00:00:00Z'));
        const start = localDay(billingPeriodAt(plan, instant).from, plan.timezone);
        const anchor = localDay(plan.anchor, plan.timezone);
        const [year, month] = start.split('-').map(Number) as [number, number];
        const lastOfMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
        expect(Number(start.slice(8))).toBe(Math.min(Number(anchor.slice(8)), lastOfMonth));
      }),
    );
  });
});
