import { BillingError } from '@billport/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consumeCredits, type InboundCredits } from './wallet-consumption.ts';

const inbound = (
  id: string,
  kind: InboundCredits['kind'],
  remainingMinor: bigint,
  createdAt: number,
  priority?: number,
): InboundCredits => ({
  id,
  kind,
  remainingMinor,
  createdAt,
  ...(priority === undefined ? {} : { priority }),
});

const order = (credits: InboundCredits[]) => consumeCredits(credits, 0n).map(({ id }) => id);

test('priority comes before kind, and kind before age', () => {
  const credits = [
    inbound('old purchased', 'purchased', 1n, 1),
    inbound('new granted', 'granted', 1n, 3),
    inbound('old granted', 'granted', 1n, 2),
    inbound('first', 'purchased', 1n, 4, 1),
  ];
  expect(order(credits)).toEqual(['first', 'old granted', 'new granted', 'old purchased']);
});

test('what is not needed stays', () => {
  const credits = [inbound('p', 'purchased', 700n, 1), inbound('g', 'granted', 300n, 2)];
  expect(consumeCredits(credits, 500n)).toEqual([
    { id: 'g', consumedMinor: 300n, remainingMinor: 0n },
    { id: 'p', consumedMinor: 200n, remainingMinor: 500n },
  ]);
});

test('more than the wallet holds is refused', () => {
  const consume = () => consumeCredits([inbound('p', 'purchased', 10n, 1)], 11n);
  expect(consume).toThrow(BillingError);
  expect(consume).toThrow(/holds 10 .* cannot give 11/);
});

test('a negative amount is refused', () => {
  expect(() => consumeCredits([], -1n)).toThrow(/amountMinor: -1/);
});

test('exactly the amount is consumed and nothing goes below zero', () => {
  const credits = fc.array(
    fc.record({
      kind: fc.constantFrom('granted' as const, 'purchased' as const),
      remainingMinor: fc.bigInt({ min: 0n, max: 1000n }),
      createdAt: fc.integer({ min: 0, max: 10 }),
      priority: fc.integer({ min: 1, max: 50 }),
    }),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(credits, fc.integer({ min: 0, max: 100 }), (inputs, percent) => {
      const total = inputs.reduce((sum, { remainingMinor }) => sum + remainingMinor, 0n);
      const amount = (total * BigInt(percent)) / 100n;
      const used = consumeCredits(
        inputs.map((input, index) => ({ id: String(index), ...input })),
        amount,
      );
      expect(used.reduce((sum, { consumedMinor }) => sum + consumedMinor, 0n)).toBe(amount);
      expect(used.every(({ remainingMinor }) => remainingMinor >= 0n)).toBe(true);
    }),
  );
});
