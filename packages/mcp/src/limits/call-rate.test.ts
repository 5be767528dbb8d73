import { manualClock } from '@billport/core';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../answers/refusal-of.fixture.ts';
import { CallRate } from './call-rate.ts';

function rateOf(maxCallsPerMinute: number, most?: number) {
  const clock = manualClock('2026-03-10T12:00:00.000Z');
  return { clock, rate: new CallRate({ clock, maxCallsPerMinute, most }) };
}

describe('CallRate', () => {
  it('S7: refuses what is above the limit of a minute with the time to wait', () => {
    const { clock, rate } = rateOf(2);
    rate.take('local', 'get_customer');
    clock.moveTo('2026-03-10T12:00:20.000Z');
    rate.take('local', 'get_customer');
    clock.moveTo('2026-03-10T12:00:30.000Z');
    const refusal = refusalOf(() => rate.take('local', 'get_customer'));
    expect(refusal).toMatchObject({
      code: 'rate_limited',
      options: {
        retryable: true,
        retryAfterMs: 30_000,
        next: expect.stringContaining('30 seconds'),
      },
    });
  });

  it('S7: is free again after that time, not before, and in any minute', () => {
    const { clock, rate } = rateOf(2);
    rate.take('local', 'get_customer');
    clock.moveTo('2026-03-10T12:00:20.000Z');
    rate.take('local', 'get_customer');
    clock.moveTo('2026-03-10T12:00:59.999Z');
    expect(() => rate.take('local', 'get_customer')).toThrow();
    clock.moveTo('2026-03-10T12:01:00.000Z');
    rate.take('local', 'get_customer');
    expect(() => rate.take('local', 'get_customer')).toThrow();
  });

  it('S7: counts each principal and each tool alone', () => {
    const { rate } = rateOf(1);
    rate.take('local', 'get_customer');
    expect(() => rate.take('local', 'get_usage')).not.toThrow();
    expect(() => rate.take('other', 'get_customer')).not.toThrow();
    expect(() => rate.take('local', 'get_customer')).toThrow();
  });

  it('S7: does not confuse names that look alike when put together', () => {
    const { rate } = rateOf(1);
    rate.take('a","b', 'c');
    expect(() => rate.take('a', 'b","c')).not.toThrow();
  });

  it('S7: does not count what it refuses', () => {
    const { clock, rate } = rateOf(1);
    rate.take('local', 'get_customer');
    for (let count = 0; count < 10; count++) {
      expect(() => rate.take('local', 'get_customer')).toThrow();
    }
    clock.moveTo('2026-03-10T12:01:00.000Z');
    expect(() => rate.take('local', 'get_customer')).not.toThrow();
  });

  it('S7: remembers no more pairs than it may, and those that call most are kept', () => {
    const { rate } = rateOf(2, 10);
    rate.take('loud', 'get_customer');
    for (let count = 0; count < 9; count++) rate.take(`quiet-${count}`, 'get_customer');
    rate.take('loud', 'get_customer');
    for (let count = 0; count < 9; count++) rate.take(`new-${count}`, 'get_customer');
    expect(rate.size).toBe(10);
    expect(() => rate.take('loud', 'get_customer')).toThrow();
  });
});
