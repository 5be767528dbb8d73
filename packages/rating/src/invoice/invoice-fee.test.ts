import { Decimal } from '@billport/core';
import { expect, test } from 'vitest';
import { isChargeFeeBilled } from './invoice-fee.ts';

const nothing = { units: Decimal.ZERO, amountMinor: 0n, eventsCount: 0, hasTrueUp: false };

test('a charge without units, amount and events is left out', () => {
  expect(isChargeFeeBilled(nothing)).toBe(false);
});

test.each([
  ['units', { units: Decimal.ONE }],
  ['an amount', { amountMinor: 1n }],
  ['events', { eventsCount: 1 }],
  ['a true-up', { hasTrueUp: true }],
])('%s keep a charge on the invoice', (_title, change) => {
  expect(isChargeFeeBilled({ ...nothing, ...change })).toBe(true);
});
