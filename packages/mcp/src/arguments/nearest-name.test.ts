import { describe, expect, it } from 'vitest';
import { nearestNames } from './nearest-name.ts';

const NAMES = ['customer', 'customerKey', 'planCode', 'startAt', 'idempotency_key'];

describe('nearestNames', () => {
  it.each([
    ['customer_key', 'customerKey'],
    ['CustomerKey', 'customerKey'],
    ['custmer', 'customer'],
    ['cutsomer', 'customer'],
    ['plan', 'planCode'],
    ['start_at', 'startAt'],
    ['idempotencyKey', 'idempotency_key'],
  ])('takes %s for %s', (wrong, meant) => {
    expect(nearestNames(wrong, NAMES)).toEqual([meant]);
  });

  it.each(['colour', '', '___', 'x'.repeat(10_000)])('takes %j for nothing', (wrong) => {
    expect(nearestNames(wrong, NAMES)).toEqual([]);
  });

  it('brings the nearest first', () => {
    expect(nearestNames('customerkey', NAMES, 2)).toEqual(['customerKey', 'customer']);
  });
});
