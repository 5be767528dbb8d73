import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PricedCharge } from '../charge/priced-charge.ts';
import { aggregate } from './aggregate.ts';
import type { CustomAggregator } from './custom.ts';
import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import type { Window } from './window.ts';

const standard: PricedCharge = { model: 'standard', pricing: { unitAmount: '1' } };
const march: Window = {
  from: Date.parse('2023-03-01T00:00:00Z'),
  to: Date.parse('2023-04-01T00:00:00Z'),
  periodDays: 31,
  timezone: 'UTC',
};

const event = (at: string, properties: Record<string, string>): MeteredEvent => ({
  timestamp: Date.parse(at),
  properties,
});
const valued = (at: string, v: string) => event(at, { v });

function measured(
  metric: Omit<MeteredMetric, 'property'>,
  events: readonly MeteredEvent[],
  window = march,
) {
  const usage = aggregate({ property: 'v', ...metric }, standard, events, window);
  return { units: `${usage.units}`, full: `${usage.fullUnits}`, count: usage.eventsCount };
}

describe('aggregate', () => {
  it('counts events from the first instant of the window to the last before its end', () => {
    const events = [
      event('2023-02-28T23:59:59.999Z', {}),
      event('2023-03-01T00:00:00.000Z', {}),
      event('2023-03-31T23:59:59.999Z', {}),
      event('2023-04-01T00:00:00.000Z', {}),
    ];
    expect(measured({ aggregation: 'count' }, events)).toEqual({ units: '2', full: '2', count: 2 });
  });

  it('leaves out and does not count what is not a plain number', () => {
    const texts = ['1', '-0.5', '+1', '1e3', ' 2', '.5', '', '0x1', '１', '1.', 'NaN'];
    const events = texts.map((text) => valued('2023-03-02T00:00:00Z', text));
    events.push(event('2023-03-02T00:00:00Z', { other: '7' }));
    expect(measured({ aggregation: 'sum' }, events)).toEqual({
      units: '0.5',
      full: '0.5',
      count: 2,
    });
  });

  it('does not take inherited names for properties', () => {
    const usage = aggregate(
      { aggregation: 'unique_count', property: 'constructor' },
      standard,
      [event('2023-03-02T00:00:00Z', {})],
      march,
    );
    expect(usage.eventsCount).toBe(0);
  });

  it('sums beyond what floats hold', () => {
    const events = ['9007199254740993', '0.000000000000000001'].map((v) =>
      valued('2023-03-02T00:00:00Z', v),
    );
    expect(measured({ aggregation: 'sum' }, events).units).toBe(
      '9007199254740993.000000000000000001',
    );
  });

  it('sums all events ever for a recurring metric', () => {
    const events = [valued('2020-01-01T00:00:00Z', '5'), valued('2023-03-31T00:00:00Z', '-2')];
    expect(measured({ aggregation: 'sum', recurring: true }, events)).toEqual({
      units: '3',
      full: '3',
      count: 2,
    });
    expect(measured({ aggregation: 'sum' }, events).units).toBe('-2');
  });

  it('keeps a maximum below zero', () => {
    const events = [valued('2023-03-02T00:00:00Z', '-3'), valued('2023-03-03T00:00:00Z', '-7')];
    expect(measured({ aggregation: 'max' }, events).units).toBe('-3');
    expect(measured({ aggregation: 'max' }, []).units).toBe('0');
  });

  it('takes the last of same-instant events by arrival, and zero for a negative one', () => {
    const at = '2023-03-02T00:00:00Z';
    expect(measured({ aggregation: 'latest' }, [valued(at, '1'), valued(at, '2')]).units).toBe('2');
    expect(measured({ aggregation: 'latest' }, [valued(at, '1'), valued(at, '-2')]).units).toBe(
      '0',
    );
  });

  it('rounds units after it has aggregated them', () => {
    const events = ['100', '23.456'].map((v) => valued('2023-03-02T00:00:00Z', v));
    const rounded = (mode: 'round' | 'ceil' | 'floor', precision?: number) =>
      measured({ aggregation: 'sum', rounding: { mode, precision } }, events).units;
    expect(rounded('round', 2)).toBe('123.46');
    expect(rounded('round', -2)).toBe('100');
    expect(rounded('ceil', -2)).toBe('200');
    expect(rounded('floor')).toBe('123');
  });

  it('folds events with the function of a custom aggregation', () => {
    const custom: CustomAggregator = (total, { properties }, { factor }) => ({
      units: total.units.plus(Decimal.ONE),
      amount: total.amount.plus(Decimal.parse(`${properties.v}`).times(Decimal.parse(`${factor}`))),
    });
    const usage = aggregate(
      { aggregation: 'custom' },
      { model: 'custom', pricing: { properties: { factor: '3' } } },
      ['1', '2'].map((v) => valued('2023-03-02T00:00:00Z', v)),
      march,
      { custom },
    );
    expect([`${usage.units}`, `${usage.customAmount}`]).toEqual(['2', '9']);
  });

  it('adds up the events’ own prices for a dynamic charge', () => {
    const events = ['0.70', '0.55', undefined].map((preciseAmount) => ({
      ...valued('2023-03-02T00:00:00Z', '1'),
      preciseAmount,
    }));
    const charge: PricedCharge = { model: 'dynamic', pricing: {} };
    const usage = aggregate({ aggregation: 'sum', property: 'v' }, charge, events, march);
    expect(`${usage.preciseAmount}`).toBe('1.25');
  });

  it.each([
    [{ aggregation: 'sum' }, standard, 'property is missing'],
    [{ aggregation: 'unknown' }, standard, 'aggregation unknown'],
    [{ aggregation: 'max', property: 'v' }, { ...standard, prorated: true }, 'prorated'],
    [{ aggregation: 'custom' }, { model: 'custom', pricing: {} }, 'needs its function'],
  ] satisfies [MeteredMetric, PricedCharge, string][])(
    'says what is wrong with %j %j',
    (metric, charge, message) => {
      expect(() => aggregate(metric, charge, [], march)).toThrow(message);
    },
  );
});

describe('aggregate of weighted sums', () => {
  const weighted = { aggregation: 'weighted_sum', property: 'v' } as const;

  it('divides by the whole period where the subscription starts in it', () => {
    const window = { ...march, from: Date.parse('2023-03-05T00:00:00Z') };
    const usage = aggregate(weighted, standard, [valued('2023-03-05T00:00:00Z', '2500')], window);
    // 2500 x 27 / 31 (facts/rating.md §4).
    expect(`${usage.units.round(10)}`).toBe('2177.4193548387');
  });

  it('starts a recurring sum at what was carried, given or added up from earlier events', () => {
    const april: Window = {
      ...march,
      from: march.to,
      to: Date.parse('2023-05-01T00:00:00Z'),
      periodDays: 30,
    };
    const metric = { ...weighted, recurring: true };
    const inApril = [
      valued('2023-04-04T00:00:00Z', '-2000'),
      valued('2023-04-06T00:00:00Z', '-200'),
    ];
    const earlier = [valued('2023-03-05T00:00:00Z', '2500')];
    const carried = Decimal.parse('2500');
    const given = aggregate(metric, standard, inApril, april, { carried });
    const both = aggregate(metric, standard, [...earlier, ...inApril], april, { carried });
    const added = aggregate(metric, standard, [...earlier, ...inApril], april);
    for (const usage of [given, both, added]) {
      expect(`${usage.units.round(10)}`).toBe('533.3333333333');
      expect(`${usage.fullUnits}`).toBe('300');
      expect(usage.eventsCount).toBe(2);
    }
  });

  it('agrees with the running total, second by second', () => {
    const changes = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 599 }), fc.integer({ min: -50, max: 50 })),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(changes, (list) => {
        const window = { ...march, to: march.from + 600_000, periodDays: 1 };
        const events = list
          .map(([second, v]) => ({
            timestamp: march.from + second * 1000,
            properties: { v: `${v}` },
          }))
          .sort((one, other) => one.timestamp - other.timestamp);
        let seconds = 0;
        for (let second = 0; second < 600; second++) {
          for (const [at, v] of list) if (at <= second) seconds += v;
        }
        const { units } = aggregate(weighted, standard, events, window);
        const expected = Decimal.fromInteger(seconds).dividedBy(
          Decimal.fromInteger(86400),
          20,
          'ceil',
        );
        expect(`${units}`).toBe(`${expected}`);
      }),
    );
  });
});

describe('aggregate of distinct values', () => {
  const unique = { aggregation: 'unique_count', property: 'id' } as const;
  const operation = (at: string, id: string, operation_type?: string) =>
    event(at, operation_type === undefined ? { id } : { id, operation_type });

  it('counts active values: second adds and orphan removes do nothing', () => {
    const events = [
      operation('2023-03-16T00:00:00Z', '001'),
      operation('2023-03-17T00:00:00Z', '001'),
      operation('2023-03-17T10:00:00Z', '002', 'remove'),
      operation('2023-03-18T00:00:00Z', '001', 'remove'),
      operation('2023-03-19T00:00:00Z', '002', 'add'),
    ];
    const usage = aggregate(unique, standard, events, march);
    expect([`${usage.units}`, usage.eventsCount]).toEqual(['1', 1]);
  });

  it('ignores an unknown operation', () => {
    const events = [operation('2023-03-16T00:00:00Z', '001', 'delete')];
    expect(aggregate(unique, standard, events, march).eventsCount).toBe(0);
  });

  it('agrees with a set that values are put into and taken out of', () => {
    const operations = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean()));
    fc.assert(
      fc.property(operations, (list) => {
        const active = new Set<string>();
        const events = list.map(([id, add]) => {
          if (add) active.add(id);
          else active.delete(id);
          return operation('2023-03-16T00:00:00Z', id, add ? 'add' : 'remove');
        });
        expect(aggregate(unique, standard, events, march).eventsCount).toBe(active.size);
      }),
    );
  });
});
