import { describe, expect, it } from 'vitest';
import { describeFailure, isPassed, runVector } from './run-vectors.ts';
import type { Vector } from './vector.ts';

type Fields = Record<string, unknown>;

function failureOf(kind: string, topic: string, input: Fields, expected: Fields): string {
  const vector: Vector = { id: 'v', kind, topic, input, expected };
  const outcome = runVector(vector);
  return isPassed(outcome) ? '' : describeFailure(outcome).join('\n');
}

const charge = (model: string, properties: Fields, more: Fields): Fields => ({
  charge_model: model,
  properties,
  currency: 'USD',
  timing: 'arrears',
  ...more,
});

const standard = { amount: '2' };
const ranges = [
  { from_value: 0, to_value: 10, per_unit_amount: '1', flat_amount: '3' },
  { from_value: 11, to_value: null, per_unit_amount: '0.5', flat_amount: '0' },
];
const march = {
  from: '2023-03-01T00:00:00Z',
  to: '2023-03-31T23:59:59Z',
  timezone: 'UTC',
  duration_days: 31,
};
const at = (day: number, properties: Fields) => ({
  timestamp: `2023-03-${String(day).padStart(2, '0')}T00:00:00Z`,
  properties,
});

describe('vectors of charges', () => {
  // Worked by hand from facts/rating.md §5 and §16.
  const cases: [string, string, Fields, Fields, Fields][] = [
    [
      'yen have no digits',
      'standard',
      standard,
      { currency: 'JPY', usage: { units: '1.25' } },
      { amount: '2.5', amount_cents: 3 },
    ],
    [
      'dinars have three',
      'standard',
      standard,
      { currency: 'KWD', usage: { units: '1.23456' } },
      { amount_cents: 2469 },
    ],
    [
      'negative units cost nothing',
      'standard',
      standard,
      { usage: { units: '-5' } },
      { amount: '0', units: '0' },
    ],
    [
      'negative units reach no tier',
      'graduated',
      { graduated_ranges: ranges },
      { usage: { units: '-1' } },
      { amount_cents: 0 },
    ],
    [
      'full units divide the unit price',
      'standard',
      standard,
      { prorated: true, usage: { units: '5', full_units: '10' } },
      { amount: '10', unit_amount: '1' },
    ],
    [
      'a percentage of units and a number of events',
      'percentage',
      { rate: '10', fixed_amount: '1', free_units_per_total_aggregation: '0' },
      { usage: { units: '50', events_count: 4 } },
      { amount: '9' },
    ],
    [
      'a dynamic charge in yen',
      'dynamic',
      {},
      { currency: 'JPY', usage: { units: '2', precise_total_amount_cents: ['10.4', '0.1'] } },
      { amount: '10.5', amount_cents: 11, unit_amount: '5.25' },
    ],
    [
      'numbers may be JSON numbers',
      'package',
      { amount: 1.5, package_size: 10, free_units: 2 },
      { usage: { units: 12.5 } },
      { amount_cents: 300, unit_amount: '0.28571', unit_amount_round: 5 },
    ],
    [
      'volume lists its one tier',
      'volume',
      { volume_ranges: ranges },
      { usage: { units: '20' } },
      { amount: '10', ranges: [{ units: '20', amount: '10' }] },
    ],
    [
      'package in advance over a count',
      'package',
      { amount: '5', package_size: 2, free_units: 1 },
      { timing: 'advance', aggregation: 'count', events: [{}, {}, {}, {}] },
      {
        fees: [
          { amount_cents: 0 },
          { amount_cents: 500 },
          { amount_cents: 0 },
          { amount_cents: 500 },
        ],
      },
    ],
    [
      'graduated in advance over distinct values',
      'graduated',
      {
        graduated_ranges: [
          { from_value: 0, to_value: 1, per_unit_amount: '1', flat_amount: '3' },
          { from_value: 1, to_value: null, per_unit_amount: '2', flat_amount: '4' },
        ],
      },
      {
        timing: 'advance',
        aggregation: 'unique_count',
        events: [
          { value: 'a' },
          { value: 'a' },
          { value: 'a', operation: 'remove' },
          { value: 'b' },
          { value: 'a' },
        ],
      },
      { fees: [400, 0, 0, 0, 600].map((amount_cents) => ({ amount_cents })) },
    ],
    [
      'dynamic in advance',
      'dynamic',
      {},
      {
        timing: 'advance',
        aggregation: 'sum',
        events: [
          { value: '3', precise_total_amount_cents: '40.4' },
          { precise_total_amount_cents: '10' },
        ],
      },
      { fees: [{ amount: '0.404', amount_cents: 40 }, { amount_cents: 10 }] },
    ],
    [
      'an event without a number costs nothing in advance',
      'standard',
      standard,
      { timing: 'advance', aggregation: 'sum', events: [{ value: 'x' }, { value: '1' }] },
      { fees: [{ amount_cents: 0 }, { amount_cents: 200 }] },
    ],
  ];

  it.each(cases)('%s', (_, model, properties, more, expected) => {
    expect(failureOf('charge', model, charge(model, properties, more), expected)).toBe('');
  });
});

describe('vectors of aggregations', () => {
  // Worked by hand from facts/rating.md §4.
  const cases: [string, string, Fields, Fields][] = [
    [
      'ties are broken by the order of the list, which need not be by time',
      'latest',
      { field: 'v', events: [at(3, { v: '1' }), at(2, { v: '9' }), at(3, { v: '2' })] },
      { units: '2', events_count: 3 },
    ],
    [
      'groups of distinct values do not see each other',
      'unique_count',
      {
        field: 'v',
        group_by: ['g'],
        events: [
          at(2, { v: 'a', g: 'x' }),
          at(3, { v: 'a', g: 'y' }),
          at(4, { v: 'a', g: 'x', operation_type: 'remove' }),
          at(5, { v: 'b', g: '' }),
        ],
      },
      {
        groups: [
          { group: { g: 'x' }, units: '0', events_count: 0 },
          { group: { g: 'y' }, units: '1' },
          { group: { g: null }, units: '1' },
        ],
      },
    ],
    [
      'a prorated sum is filtered, then rounded',
      'sum',
      {
        field: 'v',
        recurring: true,
        prorated: true,
        filter: { matching: { r: ['eu'] }, ignored: [{ c: ['fr'] }] },
        rounding: { function: 'floor', precision: 2 },
        events: [
          at(30, { v: '31', r: 'eu' }),
          at(30, { v: '31', r: 'eu', c: 'fr' }),
          at(30, { v: '5' }),
        ],
      },
      { units: '2', full_units: '31', events_count: 1 },
    ],
    [
      'a weighted sum goes on to the second after the last one',
      'weighted_sum',
      { field: 'v', recurring: true, carried_value: '10', events: [at(1, { v: '21' })] },
      { units: '31', full_units: '31', events_count: 1 },
    ],
    [
      'an empty period measures nothing',
      'max',
      { field: 'v', events: [] },
      { units: '0', events_count: 0 },
    ],
  ];

  it.each(cases)('%s', (_, aggregation, more, expected) => {
    const input = { aggregation, period: march, ...more };
    expect(failureOf('aggregation', aggregation, input, expected)).toBe('');
  });
});

describe('runVector', () => {
  const usage = { usage: { units: '1' } };
  it.each([
    [
      'a wrong amount',
      'charge',
      'standard',
      charge('standard', standard, usage),
      'amount: expected "3"',
    ],
    ['an unknown kind', 'rebate', 'standard', {}, 'kind "rebate"'],
    [
      'an unknown charge model',
      'charge',
      'tiered',
      charge('tiered', {}, usage),
      'charge_model "tiered"',
    ],
    ['another topic', 'charge', 'volume', charge('standard', standard, usage), 'topic "volume"'],
    ['an unknown scenario', 'scenario', 'lottery', {}, 'lottery'],
    [
      'an unknown timing',
      'charge',
      'standard',
      charge('standard', standard, { timing: 'later' }),
      'timing',
    ],
    [
      'an unknown currency',
      'charge',
      'standard',
      charge('standard', standard, { currency: 'ZZZ' }),
      'ISO 4217',
    ],
    ['a missing price', 'charge', 'standard', charge('standard', {}, usage), 'properties.amount'],
    [
      'an unknown aggregation',
      'aggregation',
      'median',
      { aggregation: 'median', period: march, events: [] },
      'aggregation "median"',
    ],
    [
      'a date that does not exist',
      'aggregation',
      'count',
      { aggregation: 'count', period: { ...march, from: '2023-02-30T00:00:00Z' }, events: [] },
      '2023-02-30',
    ],
    [
      'allowances without the events',
      'charge',
      'percentage',
      charge(
        'percentage',
        { rate: '1', free_units_per_events: 2 },
        { usage: { units: '50', events_count: 4 } },
      ),
      'usage.perEvent',
    ],
  ])('fails for %s and says why', (_, kind, topic, input, reason) => {
    expect(failureOf(kind, topic, input, { amount: '3' })).toContain(reason);
  });

  it('fails where nothing is expected: it would prove nothing', () => {
    expect(failureOf('charge', 'standard', charge('standard', standard, usage), {})).toContain(
      'no field',
    );
  });
});
