import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRanges, tierIssues, toRanges } from './tiers.ts';

const tier = (upTo: string | null, unitAmount = '1') => ({ upTo, unitAmount });
const spans = (...bounds: (string | null)[]) =>
  toRanges(bounds.map((bound) => tier(bound))).map((range) => [range.from_value, range.to_value]);

describe('toRanges', () => {
  it('writes tiers as Lago documents them, with a flat amount in each', () => {
    const tiers = [{ upTo: '100', unitAmount: '0.5', flatAmount: '10' }, tier(null, '0.4')];
    expect(toRanges(tiers)).toEqual([
      { from_value: 0, to_value: 100, per_unit_amount: '0.5', flat_amount: '10' },
      { from_value: 101, to_value: null, per_unit_amount: '0.4', flat_amount: '0' },
    ]);
  });

  it('begins each tier where the one before ends as soon as one bound is no whole number', () => {
    expect(spans('10', '1000.5', null)).toEqual([
      [0, 10],
      [10, 1000.5],
      [1000.5, null],
    ]);
  });

  it('does so for bounds one apart too: a tier from 11 to 11 would be refused', () => {
    expect(spans('10', '11', null)).toEqual([
      [0, 10],
      [10, 11],
      [11, null],
    ]);
  });

  it('never mixes the two spellings, which Lago would compute wrongly', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 4000 }), { minLength: 1 });
    fc.assert(
      fc.property(bounds, (quarters) => {
        const sorted = quarters.sort((one, other) => one - other);
        const texts = sorted.map((quarter) =>
          Decimal.fromInteger(quarter * 25)
            .times(Decimal.fromScaled(1n, 2))
            .toString(),
        );
        const ranges = spans(...texts, null) as [number, number | null][];
        const gaps = ranges.slice(1).map(([from], index) => from - (ranges[index]?.[1] ?? 0));
        expect(new Set(gaps).size).toBeLessThanOrEqual(1);
        expect(gaps.every((gap) => gap === 0 || gap === 1)).toBe(true);
        for (const [from, to] of ranges) expect(to === null || to > from).toBe(true);
      }),
    );
  });
});

describe('fromRanges', () => {
  it('brings back what was written', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(bounds, (list) => {
        const sorted = list.sort((one, other) => one - other).map(String);
        const tiers = [...sorted, null].map((bound) => tier(bound));
        expect(fromRanges(toRanges(tiers))).toEqual(tiers);
      }),
    );
  });

  it('leaves out flat amounts of zero, and keeps those of tiers in percent', () => {
    const percent = { from_value: 0, to_value: null, rate: '2.5', flat_amount: '0.0' };
    expect(fromRanges([percent])).toEqual([{ upTo: null, rate: '2.5' }]);
    expect(fromRanges([{ ...percent, flat_amount: '1' }])).toMatchObject([{ flatAmount: '1' }]);
  });
});

describe('tierIssues', () => {
  const paths = (...bounds: (string | null)[]) =>
    [...tierIssues(bounds.map((bound) => tier(bound)))].map(({ path }) => path);

  it('trap 7: refuses bounds that JSON numbers cannot hold, by their place', () => {
    expect(paths('9007199254740993', null)).toEqual([[0, 'upTo']]);
    expect(paths('1', '0.12345678901234567890', null)).toEqual([[1, 'upTo']]);
    expect(paths('9007199254740990', '9007199254740990.5', null)).toEqual([[1, 'upTo']]);
    expect(paths('10', '1000.5', null)).toEqual([]);
  });

  it('refuses percentages between bounds where Lago counts a unit too many', () => {
    const percent = (...bounds: (string | null)[]) => [
      ...tierIssues(bounds.map((upTo) => ({ upTo, rate: '1' }))),
    ];
    expect(percent('10.5', null)).toMatchObject([{ path: [] }]);
    expect(percent('10', '11', null)).toMatchObject([{ path: [] }]);
    expect(percent('10', '12', null)).toEqual([]);
  });
});
