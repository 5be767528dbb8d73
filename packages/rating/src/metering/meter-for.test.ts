import { BillingError, Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PricedCharge } from '../charge/priced-charge.ts';
import { aggregate } from './aggregate.ts';
import type { CustomAggregator } from './custom.ts';
import type { CarriedMeterState, EventMeter } from './meter.ts';
import { meterFor } from './meter-for.ts';
import type { MeteredEvent, MeteredMetric } from './metered-event.ts';
import { type UniqueValueState, uniqueCountStep } from './unique-count.ts';
import type { ActiveValues, ValueMeter } from './unique-count-meter.ts';
import type { Usage } from './usage.ts';
import type { Window } from './window.ts';

const HOUR = 3_600_000;
const first: Window = { from: 0, to: 48 * HOUR, periodDays: 2, timezone: 'UTC' };
const second: Window = { from: 48 * HOUR, to: 96 * HOUR, periodDays: 2, timezone: 'UTC' };

const standard: PricedCharge = { model: 'standard', pricing: { unitAmount: '1' } };
const custom: CustomAggregator = (total, { properties }) => ({
  units: total.units.plus(Decimal.ONE),
  // Depends on the order of events.
  amount: total.amount.plus(total.amount).plus(Decimal.fromInteger(properties.v?.length ?? 0)),
});

const texts = fc.oneof(
  fc
    .bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
    .map((value) => `${Decimal.fromScaled(value, 4)}`),
  fc.constantFrom('', 'abc', '1e3'),
);
const eventAt = (last: number): fc.Arbitrary<MeteredEvent> =>
  fc
    .record({
      timestamp: fc.integer({ min: 0, max: last }).map((step) => step * HOUR),
      v: texts,
      operation: fc.constantFrom('add', 'remove', undefined),
      preciseAmount: fc.option(fc.integer({ min: -99, max: 99 }).map(String), { nil: undefined }),
    })
    .map(({ timestamp, v, operation, preciseAmount }) => ({
      timestamp,
      properties: operation === undefined ? { v } : { v, operation_type: operation },
      preciseAmount,
    }));
const inOrder = (last: number) =>
  fc
    .array(eventAt(last), { maxLength: 25 })
    .map((events) => events.sort((one, other) => one.timestamp - other.timestamp));

const shown = (usage: Usage) =>
  JSON.stringify(usage, (_, value) => (typeof value === 'bigint' ? `${value}` : value));

const METERED: readonly (readonly [MeteredMetric, PricedCharge])[] = [
  [{ aggregation: 'count' }, standard],
  [{ aggregation: 'sum', property: 'v' }, standard],
  [{ aggregation: 'sum', property: 'v', rounding: { mode: 'ceil', precision: 1 } }, standard],
  [{ aggregation: 'max', property: 'v' }, standard],
  [{ aggregation: 'latest', property: 'v' }, standard],
  [{ aggregation: 'weighted_sum', property: 'v' }, standard],
  [{ aggregation: 'custom' }, { model: 'custom', pricing: {} }],
  [
    { aggregation: 'sum', property: 'v' },
    { model: 'dynamic', pricing: {} },
  ],
  [{ aggregation: 'count' }, { model: 'percentage', pricing: { rate: '1', freeEvents: 3 } }],
  [
    { aggregation: 'sum', property: 'v' },
    {
      model: 'percentage',
      pricing: { rate: '1', fixedAmount: '2', freeEvents: 3, freeUnits: '9' },
    },
  ],
  [
    { aggregation: 'sum', property: 'v' },
    { model: 'percentage', pricing: { rate: '1', minimumPerEvent: '1', freeUnits: '9' } },
  ],
];

function eventMeter(metric: MeteredMetric, charge: PricedCharge): EventMeter {
  const meter = meterFor(metric, charge, custom);
  if (meter?.kind !== 'events') throw new Error('This metric is metered by its events.');
  return meter;
}

/** Meters events one by one, saving and loading the state in between, as a store does. */
function metered(meter: EventMeter, events: readonly MeteredEvent[]): CarriedMeterState {
  let state = meter.start();
  for (const event of events) {
    state = meter.load(state.save());
    expect(state.add(event)).not.toBe('out_of_order');
  }
  return meter.load(state.save());
}

describe('a meter', () => {
  it.each(METERED)('reads what the stored events come to: %j %j', (metric, charge) => {
    const meter = eventMeter(metric, charge);
    fc.assert(
      fc.property(inOrder(47), (events) => {
        const batch = aggregate(metric, charge, events, first, { custom });
        expect(shown(metered(meter, events).read(first))).toBe(shown(batch));
      }),
      { numRuns: 50 },
    );
  });

  it.each(
    METERED.filter(
      ([metric, charge]) =>
        metric.aggregation !== 'custom' &&
        (charge.model !== 'percentage' || metric.aggregation === 'count'),
    ),
  )('does not care in which order events arrive: %j %j', (metric, charge) => {
    const meter = eventMeter(metric, charge);
    const shuffled = fc
      .uniqueArray(eventAt(47), { maxLength: 12, selector: (event) => event.timestamp })
      .chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
      );
    fc.assert(
      fc.property(shuffled, ([events, arrived]) => {
        const sorted = [...events].sort((one, other) => one.timestamp - other.timestamp);
        const batch = aggregate(metric, charge, sorted, first);
        expect(shown(metered(meter, arrived).read(first))).toBe(shown(batch));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    [{ aggregation: 'custom' }, { model: 'custom', pricing: {} }],
    [
      { aggregation: 'sum', property: 'v' },
      { model: 'percentage', pricing: { rate: '1', maximumPerEvent: '5' } },
    ],
  ] satisfies [MeteredMetric, PricedCharge][])(
    'notices a late event where order matters, and leaves it out: %j %j',
    (metric, charge) => {
      const state = eventMeter(metric, charge).start();
      const event = (timestamp: number) => ({ timestamp, properties: { v: '1' } });
      expect(state.add(event(2))).toBe('added');
      const before = state.save();
      expect(state.add(event(1))).toBe('out_of_order');
      expect(state.save()).toBe(before);
      expect(state.add(event(2))).toBe('added');
    },
  );

  it('says that an event without a number is ignored', () => {
    const state = eventMeter({ aggregation: 'sum', property: 'v' }, standard).start();
    expect(state.add({ timestamp: 0, properties: {} })).toBe('ignored');
  });

  it.each([
    [{ aggregation: 'sum', property: 'v', recurring: true }, standard],
    [{ aggregation: 'weighted_sum', property: 'v', recurring: true }, standard],
    [
      { aggregation: 'sum', property: 'v', recurring: true },
      { model: 'dynamic', pricing: {} },
    ],
  ] satisfies [MeteredMetric, PricedCharge][])(
    'carries a recurring quantity into the next period: %j %j',
    (metric, charge) => {
      const meter = eventMeter(metric, charge);
      fc.assert(
        fc.property(inOrder(95), (events) => {
          const isEarly = ({ timestamp }: MeteredEvent) => timestamp < second.from;
          const earlier = metered(meter, events.filter(isEarly));
          const later = metered(
            meter,
            events.filter((event) => !isEarly(event)),
          );
          later.carry(earlier);
          const batch = aggregate(metric, charge, events, second);
          expect(shown(meter.load(later.save()).read(second))).toBe(shown(batch));
        }),
        { numRuns: 50 },
      );
    },
  );

  it('keeps a state of bounded size', () => {
    const state = eventMeter({ aggregation: 'weighted_sum', property: 'v' }, standard).start();
    for (let index = 0; index < 5000; index++) {
      state.add({ timestamp: index, properties: { v: '123.456' } });
    }
    expect(state.save().length).toBeLessThan(300);
  });

  it.each(['', '[]', '{}', '{"kind":"sum"}', '{"kind":"sum","units":{"total":1,"events":0}}'])(
    'refuses a damaged state: %s',
    (json) => {
      const meter = eventMeter({ aggregation: 'sum', property: 'v' }, standard);
      expect(() => meter.load(json)).toThrow('compute the usage again');
    },
  );

  it('refuses the state of other allowances', () => {
    const allowance = (freeEvents: number) =>
      eventMeter(
        { aggregation: 'sum', property: 'v' },
        { model: 'percentage', pricing: { rate: '1', freeEvents } },
      );
    try {
      allowance(2).load(allowance(1).start().save());
      expect.unreachable();
    } catch (error) {
      expect(BillingError.is(error, 'configuration')).toBe(true);
    }
  });
});

describe('meterFor', () => {
  it.each([
    [
      { aggregation: 'sum', property: 'v', recurring: true },
      { ...standard, prorated: true },
    ],
    [
      { aggregation: 'unique_count', property: 'v', recurring: true },
      { ...standard, prorated: true },
    ],
    [
      { aggregation: 'sum', property: 'v', recurring: true },
      { model: 'percentage', pricing: { rate: '1', freeEvents: 1 } },
    ],
  ] satisfies [MeteredMetric, PricedCharge][])(
    'gives none where the events must be read again: %j %j',
    (metric, charge) => {
      expect(meterFor(metric, charge)).toBeUndefined();
    },
  );
});

describe('the meter of distinct values', () => {
  const metric: MeteredMetric = { aggregation: 'unique_count', property: 'v', recurring: true };
  const valueMeter = (): ValueMeter => {
    const meter = meterFor(metric, standard);
    if (meter?.kind !== 'values') throw new Error('Distinct values are metered by value.');
    return meter;
  };
  const operations = (last: number) =>
    fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: last }),
        fc.constantFrom('a', 'b', 'c'),
        fc.constantFrom('add', 'remove'),
      ),
      { maxLength: 20 },
    );
  const eventOf = ([hour, v, operation_type]: readonly [number, string, string]): MeteredEvent => ({
    timestamp: hour * HOUR,
    properties: { v, operation_type },
  });

  function counted(
    rows: Map<string, UniqueValueState>,
    events: readonly MeteredEvent[],
  ): ActiveValues {
    const meter = valueMeter();
    let active = meter.start();
    for (const event of events) {
      const entry = meter.entryOf(event);
      if (entry === undefined) continue;
      const step = uniqueCountStep(rows.get(entry.value), entry);
      rows.set(entry.value, step.state);
      active = meter.load(active.save());
      active.apply(step);
    }
    return active;
  }

  it('counts the values whose last operation added them, in whatever order events arrive', () => {
    fc.assert(
      fc.property(operations(47), (list) => {
        const events = list.map(eventOf);
        const sorted = [...events].sort((one, other) => one.timestamp - other.timestamp);
        const metered = { ...metric, recurring: false };
        const batch = aggregate(metered, standard, sorted, first);
        expect(counted(new Map(), events).read().eventsCount).toBe(batch.eventsCount);
      }),
    );
  });

  it('carries active values into the next period', () => {
    fc.assert(
      fc.property(operations(95), (list) => {
        const events = list.map(eventOf).sort((one, other) => one.timestamp - other.timestamp);
        const isEarly = ({ timestamp }: MeteredEvent) => timestamp < second.from;
        const rows = new Map<string, UniqueValueState>();
        const earlier = counted(rows, events.filter(isEarly));
        const later = counted(
          rows,
          events.filter((event) => !isEarly(event)),
        );
        later.carry(earlier);
        const batch = aggregate(metric, standard, events, second);
        expect(later.read().eventsCount).toBe(batch.eventsCount);
      }),
    );
  });

  it('tells that an event is older than the last one of its value', () => {
    const added = uniqueCountStep(undefined, { operation: 'add', at: 2 });
    expect(uniqueCountStep(added.state, { operation: 'remove', at: 1 })).toEqual({
      state: added.state,
      delta: 0,
      late: true,
    });
    expect(uniqueCountStep(added.state, { operation: 'remove', at: 2 }).delta).toBe(-1);
  });
});
