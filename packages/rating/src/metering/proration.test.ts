import { describe, expect, it } from 'vitest';
import type { PricedCharge } from '../charge/priced-charge.ts';
import { rate } from '../charge/rate.ts';
import { aggregate } from './aggregate.ts';
import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import type { Window } from './window.ts';

const prorated: PricedCharge = {
  model: 'standard',
  pricing: { unitAmount: '1' },
  prorated: true,
};
const sum: MeteredMetric = { aggregation: 'sum', property: 'v', recurring: true };
const seats: MeteredMetric = { aggregation: 'unique_count', property: 'v', recurring: true };

const window = (from: string, to: string, periodDays: number, timezone = 'UTC'): Window => ({
  from: Date.parse(from),
  to: Date.parse(to),
  periodDays,
  timezone,
});
const may = window('2023-05-01T00:00:00Z', '2023-06-01T00:00:00Z', 31);

const event = (at: string, v: string, operation_type?: 'remove'): MeteredEvent => ({
  timestamp: Date.parse(at),
  properties: operation_type === undefined ? { v } : { v, operation_type },
});

const unitsOf = (metric: MeteredMetric, events: MeteredEvent[], within = may) =>
  `${aggregate(metric, prorated, events, within).units}`;

describe('a prorated sum', () => {
  it('counts units from their day to the end, carried ones for the whole window', () => {
    const events = [
      event('2023-03-01T00:00:00Z', '5'),
      event('2023-05-26T00:00:00Z', '12'),
      event('2023-05-26T23:59:59Z', '12'),
    ];
    const usage = aggregate(sum, prorated, events, may);
    // 5 + 24 x 6 / 31, rounded up to five decimals.
    expect([`${usage.units}`, `${usage.fullUnits}`, usage.eventsCount]).toEqual([
      '9.64517',
      '29',
      3,
    ]);
  });

  it('divides by the whole period where the window is cut', () => {
    const cut = window('2023-05-01T00:00:00Z', '2023-05-16T12:00:00Z', 31);
    // 16 days of 31, the started day included.
    expect(unitsOf(sum, [event('2023-04-01T00:00:00Z', '31')], cut)).toBe('16');
  });

  it('takes the days of the customer’s time zone, also where the clocks change', () => {
    const october = window('2023-09-30T22:00:00Z', '2023-10-31T23:00:00Z', 31, 'Europe/Paris');
    // 22:30 UTC on the 28th is the 29th in Paris, the 25-hour day: 3 days are left.
    expect(unitsOf(sum, [event('2023-10-28T22:30:00Z', '31')], october)).toBe('3');
    const apia = window('2023-05-01T11:00:00Z', '2023-06-01T11:00:00Z', 31, 'Pacific/Pago_Pago');
    expect(unitsOf(sum, [event('2023-06-01T10:59:59.999Z', '31')], apia)).toBe('1');
  });

  it('rounds negative units up as well, and rounds as the metric says after that', () => {
    expect(unitsOf(sum, [event('2023-05-31T00:00:00Z', '-1')])).toBe('-0.03225');
    const rounded: MeteredMetric = { ...sum, rounding: { mode: 'ceil' } };
    expect(unitsOf(rounded, [event('2023-05-31T00:00:00Z', '1')])).toBe('1');
  });

  it('prices its events one by one under graduated tiers', () => {
    const charge: PricedCharge = {
      model: 'graduated',
      prorated: true,
      pricing: {
        tiers: [
          { upTo: '5', unitAmount: '10', flatAmount: '100' },
          { upTo: '15', unitAmount: '5', flatAmount: '50' },
          { upTo: null, unitAmount: '2' },
        ],
      },
    };
    const october = window('2023-10-01T00:00:00Z', '2023-11-01T00:00:00Z', 31);
    const carried = event('2023-09-10T00:00:00Z', '75');
    const full = aggregate(sum, charge, [carried], october);
    expect(rate(charge, full).amount.toDecimal(2).toString()).toBe('370');
    const added = aggregate(sum, charge, [carried, event('2023-10-17T00:00:00Z', '20')], october);
    // 370 + 20 x 2 x 15 / 31.
    expect(rate(charge, added).amount.toDecimal(2).toString()).toBe('389.35');
  });
});

describe('prorated distinct values', () => {
  it('bill the day of the removal', () => {
    const events = [
      event('2023-05-10T00:00:00Z', 'a'),
      event('2023-05-19T00:00:00Z', 'a', 'remove'),
    ];
    const usage = aggregate(seats, prorated, events, may);
    // 10 / 31 rounded up; nobody is left at the end.
    expect([`${usage.units}`, `${usage.fullUnits}`, usage.eventsCount]).toEqual([
      '0.32259',
      '0',
      0,
    ]);
  });

  it('are one day where several pairs fall within it', () => {
    const events = [
      event('2023-05-10T01:00:00Z', 'a'),
      event('2023-05-10T02:00:00Z', 'a', 'remove'),
      event('2023-05-10T03:00:00Z', 'a'),
      event('2023-05-10T04:00:00Z', 'a', 'remove'),
    ];
    expect(unitsOf(seats, events)).toBe('0.03226');
  });

  it('go on where a value is removed and added again on one day', () => {
    const events = [
      event('2023-04-01T00:00:00Z', 'a'),
      event('2023-05-10T01:00:00Z', 'a', 'remove'),
      event('2023-05-10T02:00:00Z', 'a'),
    ];
    expect(unitsOf(seats, events)).toBe('1');
  });

  it('count both days where a value is removed on one and added on the next', () => {
    const events = [
      event('2023-04-01T00:00:00Z', 'a'),
      event('2023-05-10T23:00:00Z', 'a', 'remove'),
      event('2023-05-12T01:00:00Z', 'a'),
    ];
    // All 31 days but the 11th.
    expect(unitsOf(seats, events)).toBe('0.96775');
  });

  it('leave out values that were removed before the window', () => {
    const events = [
      event('2023-03-01T00:00:00Z', 'a'),
      event('2023-04-30T23:59:59Z', 'a', 'remove'),
    ];
    expect(unitsOf(seats, events)).toBe('0');
  });

  it('are a whole period where the value was there on all its days', () => {
    expect(unitsOf(seats, [event('2023-05-01T00:00:00Z', 'a')])).toBe('1');
    const removed = [
      event('2023-04-01T00:00:00Z', 'a'),
      event('2023-05-31T23:59:59Z', 'a', 'remove'),
    ];
    expect(unitsOf(seats, removed)).toBe('1');
  });

  it('are priced value by value under graduated tiers', () => {
    const charge: PricedCharge = {
      model: 'graduated',
      prorated: true,
      pricing: {
        tiers: [
          { upTo: '1', unitAmount: '31', flatAmount: '1' },
          { upTo: null, unitAmount: '62', flatAmount: '2' },
        ],
      },
    };
    const events = [
      event('2023-04-01T00:00:00Z', 'a'),
      event('2023-05-22T00:00:00Z', 'b'),
      event('2023-05-24T00:00:00Z', 'b', 'remove'),
      event('2023-05-31T00:00:00Z', 'c'),
    ];
    // a fills tier 1 for 31 days; b then c fill tier 2 for 3 days and 1 day; both flats.
    const usage = aggregate(seats, charge, events, may);
    expect(rate(charge, usage).amount.toDecimal(5).toString()).toBe('42');
  });
});
