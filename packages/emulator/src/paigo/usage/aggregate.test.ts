import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AggregationMethod, aggregate, amountText } from './aggregate.ts';
import { recordOf } from './usage-records.fixture.ts';

const records = [
  recordOf('5', '2026-03-01T10:00:00.000Z'),
  recordOf('-1.5', '2026-03-01T12:00:00.000Z'),
  recordOf('2.25', '2026-03-01T11:00:00.000Z'),
];

const textOf = (method: AggregationMethod, of = records) => amountText(aggregate(method, of));

describe('aggregate', () => {
  it.each([
    ['sum', '5.75'],
    ['max', '5'],
    ['min', '-1.5'],
    ['count', '3'],
    ['last', '-1.5'],
  ] as const)('%s of an interval is exact', (method, expected) => {
    expect(textOf(method)).toBe(expected);
  });

  it('averages without end are rounded only for the eye', () => {
    const average = aggregate('average', [recordOf('1'), recordOf('0'), recordOf('0')]);
    expect(average.total.toString()).toBe('1');
    expect(average.parts.toString()).toBe('3');
    expect(amountText(average)).toBe('0.33333333333333333333');
  });

  it('takes the later to come of two last records at the same moment', () => {
    expect(textOf('last', [recordOf('1'), recordOf('2')])).toBe('2');
  });

  it('never lets an average leave the range between min and max', () => {
    const value = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    const values = fc.array(value, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(values, (integers) => {
        const of = integers.map((integer) => recordOf(Decimal.fromScaled(integer, 9).toString()));
        const { total, parts } = aggregate('average', of);
        const bound = (method: 'min' | 'max') => Decimal.parse(textOf(method, of)).times(parts);
        expect(total.compare(bound('min'))).toBeGreaterThanOrEqual(0);
        expect(total.compare(bound('max'))).toBeLessThanOrEqual(0);
      }),
    );
  });
});
