import { expect, test } from 'vitest';
import { chargeTrueUp } from './charge-minimum.ts';

const february = {
  from: Date.parse('2023-02-01T00:00:00Z'),
  to: Date.parse('2023-03-01T00:00:00Z'),
};
const input = { minimumMinor: 1000n, window: february, periodDays: 28, timezone: 'UTC' };

test('the fees of all filters count together', () => {
  expect(chargeTrueUp({ ...input, feesMinor: [300n, 400n] }).amountMinor).toBe(300n);
});

test('a minimum that is reached adds nothing', () => {
  const reached = chargeTrueUp({ ...input, feesMinor: [1000n] });
  const passed = chargeTrueUp({ ...input, feesMinor: [1500n] });
  expect(reached.amountMinor).toBe(0n);
  expect(passed.amountMinor).toBe(0n);
  expect(passed.preciseMinor.toString()).toBe('0');
});

test('the minimum is prorated by local days and the difference rounded once', () => {
  const window = { from: february.from, to: Date.parse('2023-02-25T06:00:00.001Z') };
  const trueUp = chargeTrueUp({ ...input, window, feesMinor: [800n] });
  expect(trueUp.amountMinor).toBe(93n);
  expect(trueUp.preciseMinor.toString()).toBe('92.857142857142857');
});

test('the days are those of the time zone', () => {
  // 00:00Z to 06:00Z touches two days in New York, where it is the evening before.
  const window = { from: february.from, to: Date.parse('2023-02-01T06:00:00Z') };
  const trueUp = chargeTrueUp({ ...input, window, timezone: 'America/New_York', feesMinor: [] });
  expect(trueUp.preciseMinor.toString()).toBe('71.428571428571429');
});
