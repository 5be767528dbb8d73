import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fraction } from '../fraction.ts';
import type { CustomAggregator } from '../metering/custom.ts';
import type { MeteredEvent, MeteredMetric } from '../metering/metered-event.ts';
import { type UniqueValueState, uniqueCountStep } from '../metering/unique-count.ts';
import type { Window } from '../metering/window.ts';
import type { AdvanceFee } from './advance-state.ts';
import { advanceBilling } from './in-advance.ts';
import { percentageTerms } from './percentage-terms.ts';
import { walkEvents } from './percentage-walk.ts';
import type { PricedCharge } from './priced-charge.ts';
import { rate } from './rate.ts';
import { roundAmount } from './round-amount.ts';

const sum: MeteredMetric = { aggregation: 'sum', property: 'value' };
const march: Window = {
  from: Date.parse('2023-03-01T00:00:00Z'),
  to: Date.parse('2023-04-01T00:00:00Z'),
  periodDays: 31,
  timezone: 'UTC',
};

const event = (value: string, at = march.from): MeteredEvent => ({
  timestamp: at,
  properties: { value },
});

/** Fees of events in minor units; the state is saved and loaded between any two of them. */
function feesOf(
  charge: PricedCharge,
  events: readonly MeteredEvent[],
  metric = sum,
  custom?: CustomAggregator,
): (AdvanceFee | undefined)[] {
  const billing = advanceBilling(metric, charge, custom);
  let state = billing.start();
  const values = new Map<string, UniqueValueState>();
  return events.map((each) => {
    state = billing.load(state.save());
    if (billing.kind === 'events') return billing.bill(state, each, march);
    const entry = billing.entryOf(each);
    if (entry === undefined) return undefined;
    const step = uniqueCountStep(values.get(entry.value), entry);
    values.set(entry.value, step.state);
    return billing.bill(state, step, entry.at, march);
  });
}

const cents = (fees: readonly (AdvanceFee | undefined)[]) =>
  fees.map((fee) => (fee === undefined ? undefined : Number(roundAmount(fee.amount, 'USD'))));

const standard: PricedCharge = { model: 'standard', pricing: { unitAmount: '1' } };

describe('charges billed in advance', () => {
  it('bill only units above the high-water mark: 10, -4, +8 bills 10, 0, 4', () => {
    const fees = feesOf(
      standard,
      ['10', '-4', '8'].map((value) => event(value)),
    );
    expect(cents(fees)).toEqual([1000, 0, 400]);
    expect(fees.map((fee) => `${fee?.units}`)).toEqual(['10', '0', '4']);
  });

  it('start from zero where the first event is negative', () => {
    expect(
      cents(
        feesOf(
          standard,
          ['-4', '10'].map((value) => event(value)),
        ),
      ),
    ).toEqual([0, 600]);
  });

  it('charge a tier’s flat amount on the event that enters it', () => {
    const charge: PricedCharge = {
      model: 'graduated_percentage',
      pricing: {
        tiers: [
          { upTo: '100', rate: '20', flatAmount: '10' },
          { upTo: '200', rate: '30', flatAmount: '7' },
          { upTo: null, rate: '40', flatAmount: '5' },
        ],
      },
    };
    const fees = feesOf(
      charge,
      ['50', '100', '300'].map((value) => event(value)),
    );
    expect(cents(fees)).toEqual([2000, 3200, 12000]);
  });

  it('charge no flat amount for an event without units', () => {
    const charge: PricedCharge = {
      model: 'graduated',
      pricing: { tiers: [{ upTo: null, unitAmount: '1', flatAmount: '10' }] },
    };
    expect(
      cents(
        feesOf(
          charge,
          ['0', '1'].map((value) => event(value)),
        ),
      ),
    ).toEqual([0, 1100]);
  });

  it('round each fee by itself', () => {
    const charge: PricedCharge = { model: 'standard', pricing: { unitAmount: '0.005' } };
    const fees = feesOf(
      charge,
      ['1', '1', '1'].map((value) => event(value)),
    );
    expect(cents(fees)).toEqual([1, 1, 1]);
  });

  it('free the first units of a percentage', () => {
    const charge: PricedCharge = {
      model: 'percentage',
      pricing: { rate: '5', fixedAmount: '1', freeUnits: '120' },
    };
    const fees = feesOf(
      charge,
      ['100', '10', '20', '20'].map((value) => event(value)),
    );
    expect(cents(fees)).toEqual([0, 0, 150, 200]);
  });

  it('hold each event within its bounds', () => {
    const charge: PricedCharge = {
      model: 'percentage',
      pricing: { rate: '1', minimumPerEvent: '1.75', maximumPerEvent: '2' },
    };
    const fees = feesOf(
      charge,
      ['100', '1000', '10000'].map((value) => event(value)),
    );
    expect(cents(fees)).toEqual([175, 200, 200]);
  });

  it('bill the events’ own prices for dynamic charges', () => {
    const charge: PricedCharge = { model: 'dynamic', pricing: {} };
    const events = ['0.404', '0.1'].map((preciseAmount) => ({ ...event('2'), preciseAmount }));
    expect(cents(feesOf(charge, events))).toEqual([40, 10]);
  });

  it('count events without a property', () => {
    expect(cents(feesOf(standard, [event(''), event('')], { aggregation: 'count' }))).toEqual([
      100, 100,
    ]);
  });

  it('leave out events without a number', () => {
    const fees = feesOf(standard, [event('1e3'), event('2')]);
    expect(cents(fees)).toEqual([undefined, 200]);
  });

  it('bill a value once, and again only above the highest number of values', () => {
    const metric: MeteredMetric = { aggregation: 'unique_count', property: 'value' };
    const remove = (value: string): MeteredEvent => ({
      timestamp: march.from,
      properties: { value, operation_type: 'remove' },
    });
    const events = [event('a'), event('a'), remove('a'), event('a'), event('b'), remove('c')];
    expect(cents(feesOf(standard, events, metric))).toEqual([100, 0, 0, 0, 100, 0]);
  });

  it('bill what a custom aggregation adds', () => {
    const double: CustomAggregator = (total, { properties }) => {
      const value = Decimal.parse(properties.value ?? '0');
      return { units: total.units.plus(value), amount: total.amount.plus(value).plus(value) };
    };
    const charge: PricedCharge = { model: 'custom', pricing: {} };
    const fees = feesOf(charge, [event('1'), event('2.5')], { aggregation: 'custom' }, double);
    expect(cents(fees)).toEqual([200, 500]);
  });

  it('prorate units by the days that are left, rounded up to five decimals', () => {
    const charge: PricedCharge = {
      model: 'standard',
      pricing: { unitAmount: '100' },
      prorated: true,
    };
    const metric: MeteredMetric = { ...sum, recurring: true };
    const [fee] = feesOf(charge, [event('1', Date.parse('2023-03-31T23:00:00Z'))], metric);
    // 1/31 rounded up is 0.03226.
    expect(fee?.amount.toDecimal(10).toString()).toBe('3.226');
    expect(`${fee?.units}`).toBe('1');
  });

  it('bill recurring units again in full at renewal, and then only what exceeds them', () => {
    const charge: PricedCharge = {
      model: 'standard',
      pricing: { unitAmount: '1' },
      prorated: true,
    };
    const billing = advanceBilling({ ...sum, recurring: true }, charge);
    if (billing.kind !== 'events') throw new Error('A sum is billed by its events.');
    const state = billing.start();
    billing.bill(state, event('10'), march);
    billing.bill(state, event('-4'), march);
    const renewed = state.renew();
    expect(renewed.amount.equals(Fraction.ofInteger(6))).toBe(true);
    const fee = billing.bill(state, event('1'), march);
    expect(fee?.amount.equals(Fraction.ofInteger(1))).toBe(true);
  });

  it('refuse a state of other pricing', () => {
    const allowance = (freeEvents: number): PricedCharge => ({
      model: 'percentage',
      pricing: { rate: '1', freeEvents },
    });
    const saved = advanceBilling(sum, allowance(2)).start().save();
    expect(() => advanceBilling(sum, allowance(3)).load(saved)).toThrow('compute the usage again');
  });

  it.each([
    [{ aggregation: 'max', property: 'value' }, standard, 'max'],
    [sum, { model: 'volume', pricing: { tiers: [{ upTo: null, unitAmount: '1' }] } }, 'volume'],
    [{ aggregation: 'custom' }, { model: 'custom', pricing: {} }, 'custom'],
  ] satisfies [MeteredMetric, PricedCharge, string][])(
    'refuse what cannot be billed event by event: %j %j',
    (metric, charge, named) => {
      expect(() => advanceBilling(metric, charge)).toThrow(named);
    },
  );
});

describe('the fees of a period', () => {
  const price = fc.integer({ min: 0, max: 500 }).map(String);
  const charges: fc.Arbitrary<PricedCharge> = fc.oneof(
    price.map((unitAmount): PricedCharge => ({ model: 'standard', pricing: { unitAmount } })),
    fc.tuple(price, price, price).map(
      ([first, second, flatAmount]): PricedCharge => ({
        model: 'graduated',
        pricing: {
          tiers: [
            { upTo: '10', unitAmount: first, flatAmount },
            { upTo: null, unitAmount: second, flatAmount },
          ],
        },
      }),
    ),
    price.map(
      (amount): PricedCharge => ({
        model: 'package',
        pricing: { amount, size: '7', freeUnits: '3' },
      }),
    ),
    fc.record({ rate: price, fixedAmount: price }).map(
      (terms): PricedCharge => ({
        model: 'percentage',
        pricing: { ...terms, freeEvents: 2, freeUnits: '9' },
      }),
    ),
  );
  const values = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 });

  it('are together what the charge costs in arrears, where units only rise', () => {
    fc.assert(
      fc.property(charges, values, (charge, list) => {
        const fees = feesOf(
          charge,
          list.map((value) => event(String(value))),
        );
        const total = fees.reduce(
          (all, fee) => all.plus(fee?.amount ?? Fraction.ZERO),
          Fraction.ZERO,
        );
        const decimals = list.map((value) => Decimal.fromInteger(value));
        const units = Decimal.sum(decimals);
        const perEvent =
          charge.model === 'percentage'
            ? { perEvent: walkEvents(percentageTerms(charge.pricing), decimals) }
            : {};
        const usage = { units, fullUnits: units, eventsCount: list.length, ...perEvent };
        expect(total.equals(rate(charge, usage).amount)).toBe(true);
      }),
    );
  });

  it('are never negative, whatever the events', () => {
    const signed = fc.array(fc.integer({ min: -30, max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(charges, signed, (charge, list) => {
        const fees = feesOf(
          charge,
          list.map((value) => event(String(value))),
        );
        expect(fees.every((fee) => fee !== undefined && !fee.amount.isNegative())).toBe(true);
      }),
    );
  });
});
