import { describe, expect, it } from 'vitest';
import { compareFields } from './compare.ts';

const fields = (expected: Record<string, unknown>, got: Record<string, unknown>) =>
  compareFields(expected, got).map(({ field }) => field);

describe('compareFields', () => {
  it('looks only at expected fields', () => {
    expect(fields({ amount: '1' }, { amount: '1', other: 2 })).toEqual([]);
  });

  it('compares numbers by value, written as text or not', () => {
    expect(fields({ a: '1.50', b: 12, c: 0.1 }, { a: '1.5', b: '12', c: '0.10' })).toEqual([]);
    expect(fields({ a: '1.50' }, { a: '1.5000000000000000001' })).toEqual(['a']);
  });

  it('compares to as many decimals as NAME_round says, half away from zero', () => {
    expect(fields({ units: '0.968', units_round: 3 }, { units: '0.96775' })).toEqual([]);
    expect(fields({ units: '0.968', units_round: 3 }, { units: '0.9674' })).toEqual(['units']);
    expect(
      fields({ units: '1', units_round: 0, other: '0.5' }, { units: '1.2', other: '0.6' }),
    ).toEqual(['other']);
  });

  it('applies precise_round to the fields that begin with precise', () => {
    const expected = { precise_amount_cents: '33.33', amount_cents: 33, precise_round: 2 };
    expect(fields(expected, { precise_amount_cents: '33.3333', amount_cents: '33' })).toEqual([]);
    expect(fields(expected, { precise_amount_cents: '33.3333', amount_cents: '33.001' })).toEqual([
      'amount_cents',
    ]);
  });

  it('finds items by id, in any order and among others', () => {
    const expected = {
      fees: [
        { id: 'b', cents: 2 },
        { id: 'a', cents: 1 },
      ],
    };
    const got = {
      fees: [
        { id: 'a', cents: 1 },
        { id: 'c', cents: 3 },
        { id: 'b', cents: 9 },
      ],
    };
    expect(fields(expected, got)).toEqual(['fees[b].cents']);
  });

  it('finds items by group, and misses those that are not there', () => {
    const expected = {
      groups: [
        { group: { a: 'x', b: null }, units: '1' },
        { group: { a: null, b: null }, units: '2' },
      ],
    };
    const got = { groups: [{ group: { b: null, a: 'x' }, units: '1' }] };
    expect(fields(expected, got)).toEqual(['groups[{"a":null,"b":null}]']);
  });

  it('compares other lists by position and length', () => {
    expect(fields({ passed: [['1'], []] }, { passed: [[1], []] })).toEqual([]);
    expect(fields({ passed: [['1'], []] }, { passed: [[1], [2]] })).toEqual(['passed[1].length']);
    expect(fields({ fees: [{ cents: 1 }, { cents: 2 }] }, { fees: [{ cents: 1 }] })).toEqual([
      'fees.length',
      'fees[1]',
    ]);
    expect(fields({ fees: [] }, {})).toEqual(['fees']);
  });

  it('compares instants by moment, and texts as they are', () => {
    const expected = { from: '2023-01-01T00:00:00Z', change: 'upgrade', nothing: null };
    const got = { from: '2023-01-01T01:00:00.000+01:00', change: 'upgrade', nothing: null };
    expect(fields(expected, got)).toEqual([]);
    expect(fields(expected, { ...got, change: 'downgrade', nothing: 0 })).toEqual([
      'change',
      'nothing',
    ]);
  });

  it('misses what is not there', () => {
    expect(compareFields({ amount: '0', deep: { units: '1' } }, { deep: {} })).toEqual([
      { field: 'amount', expected: '0', got: undefined },
      { field: 'deep.units', expected: '1', got: undefined },
    ]);
  });
});
