import { expect, test } from 'vitest';
import { commitmentTrueUp } from './minimum-commitment.ts';

test('the commitment is rounded before the fees are taken off', () => {
  // 2/29 of 1,000,000 is 68,965.517.
  const trueUp = commitmentTrueUp({
    commitmentMinor: 1_000_000n,
    billedDays: 2,
    periodDays: 29,
    feesMinor: [690n, 1000n, 1000n, 1000n],
  });
  expect(trueUp).toEqual({ commitmentMinor: 68_966n, trueUpMinor: 65_276n });
});

test('fees above the commitment leave no true-up', () => {
  const trueUp = commitmentTrueUp({
    commitmentMinor: 1n,
    billedDays: 7,
    periodDays: 7,
    feesMinor: [100_000n],
  });
  expect(trueUp.trueUpMinor).toBe(0n);
});
