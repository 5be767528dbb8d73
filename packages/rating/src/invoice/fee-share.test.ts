import { expect, test } from 'vitest';
import { shareProgressiveCredit } from './fee-share.ts';

test('a progressive credit is spread over the usage fees by amount', () => {
  const shares = shareProgressiveCredit(60n, [50n, 150n]);
  expect(shares.map(String)).toEqual(['15', '45']);
});

test('shares keep 5 decimals', () => {
  expect(shareProgressiveCredit(100n, [1n, 1n, 1n]).map(String)).toEqual(['1', '1', '1']);
  expect(shareProgressiveCredit(1n, [1n, 1n, 1n]).map(String)).toEqual([
    '0.33333',
    '0.33333',
    '0.33333',
  ]);
});

test('fees of nothing take nothing', () => {
  expect(shareProgressiveCredit(5n, [0n, 0n]).map(String)).toEqual(['0', '0']);
});
