import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fraction } from '../fraction.ts';
import { localDayCount, prorateMinor } from './proration.ts';

const span = (from: string, to: string) => ({ from: Date.parse(from), to: Date.parse(to) });

test('a partial day counts whole, at both ends', () => {
  const days = localDayCount(span('2023-02-01T23:00:00Z', '2023-02-25T06:00:00Z'), 'UTC');
  expect(days).toBe(25);
});

test('a span that ends at midnight does not touch the day that begins then', () => {
  expect(localDayCount(span('2022-03-01T00:00:00Z', '2022-04-01T00:00:00Z'), 'UTC')).toBe(31);
});

test('days are those of the time zone', () => {
  const evening = span('2022-03-01T03:00:00Z', '2022-03-01T06:00:00Z');
  expect(localDayCount(evening, 'UTC')).toBe(1);
  expect(localDayCount(evening, 'America/New_York')).toBe(2);
});

test('a day of 23 or 25 hours is one day', () => {
  const zone = 'America/New_York';
  expect(localDayCount(span('2022-03-13T05:00:00Z', '2022-03-14T04:00:00Z'), zone)).toBe(1);
  expect(localDayCount(span('2022-11-06T04:00:00Z', '2022-11-07T05:00:00Z'), zone)).toBe(1);
});

test('an empty span has no days', () => {
  expect(localDayCount(span('2022-03-02T00:00:00Z', '2022-03-02T00:00:00Z'), 'UTC')).toBe(0);
  expect(localDayCount(span('2022-03-02T00:00:00Z', '2022-03-01T00:00:00Z'), 'UTC')).toBe(0);
});

test('the prorated parts of a period add up to the whole, exactly', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 15n }),
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 }),
      (amount, parts) => {
        const days = parts.reduce((sum, part) => sum + part, 0);
        const total = parts
          .map((part) => prorateMinor(amount, part, days))
          .reduce((sum, part) => sum.plus(part), Fraction.ZERO);
        expect(total.compare(Fraction.of(Decimal.fromInteger(amount)))).toBe(0);
      },
    ),
  );
});
