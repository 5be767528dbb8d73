import { Decimal, manualClock } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../answers/refusal-of.fixture.ts';
import { ChangeLimits, type ChangeLimitsOptions } from './change-limits.ts';

const START = '2026-03-10T12:00:00.000Z';

function limited(limits: Partial<ChangeLimitsOptions['limits']> = {}, most?: number) {
  const clock = manualClock(START);
  const all = { maxAmount: {}, maxAmountPerHour: {}, maxChangesPerHour: 1000, ...limits };
  return { clock, limits: new ChangeLimits({ clock, limits: all, most }) };
}

const move = (amount: string, currency = 'USD') => ({
  needsConsent: true,
  money: { amount, currency },
});

describe('D8: the amount of one change', () => {
  const maxAmount = { USD: '500.00', JPY: '0', '*': '10' };

  it.each([
    ['500.00', 'USD'],
    ['-500', 'USD'],
    ['0.01', 'EUR'],
    ['10.000', 'KWD'],
    ['0', 'JPY'],
  ])('may be %s %s', (amount, currency) => {
    expect(() =>
      limited({ maxAmount }).limits.check('local', move(amount, currency)),
    ).not.toThrow();
  });

  it.each([
    ['500.01', 'USD', '500'],
    ['-500.01', 'USD', '500'],
    ['10.001', 'KWD', '10'],
    ['1', 'JPY', '0'],
  ])('may not be %s %s, and the limit is named', (amount, currency, most) => {
    const refusal = refusalOf(() =>
      limited({ maxAmount }).limits.check('local', move(amount, currency)),
    );
    expect(refusal.code).toBe('limit_exceeded');
    expect(refusal.options.facts).toEqual({
      limit: 'BILLING_MCP_MAX_AMOUNT',
      most,
      amount,
      currency,
    });
    expect(refusal.options.next).toContain('BILLING_MCP_MAX_AMOUNT');
    expect(refusal.message).toContain('Nothing was changed');
  });

  it('is free where no currency has a limit', () => {
    const { limits } = limited();
    expect(() => limits.check('local', move('1000000', 'EUR'))).not.toThrow();
  });

  it.each([
    ['maxAmount', 'BILLING_MCP_MAX_AMOUNT'],
    ['maxAmountPerHour', 'BILLING_MCP_MAX_AMOUNT_PER_HOUR'],
  ])('may be none in a currency that %s does not name, where it names another', (name, limit) => {
    const { limits } = limited({ [name]: { USD: '1', CHF: '2' } });
    const refusal = refusalOf(() => limits.take('local', move('0.01', 'EUR')));
    expect(refusal.code).toBe('limit_exceeded');
    expect(refusal.options.facts).toEqual({ limit, currency: 'EUR' });
    expect(refusal.message).toContain('USD, CHF');
    expect(() => limits.take('local', move('1'))).not.toThrow();
    expect(() => limits.take('local', { needsConsent: true })).not.toThrow();
  });
});

describe('D8: the sum of an hour', () => {
  const maxAmountPerHour = { USD: '100.00' };

  it('counts what was taken and not what was only checked', () => {
    const { limits } = limited({ maxAmountPerHour });
    limits.check('local', move('60'));
    limits.take('local', move('60'));
    limits.take('local', move('40.00'));
    const refusal = refusalOf(() => limits.take('local', move('0.01')));
    expect(refusal.options.facts).toMatchObject({
      limit: 'BILLING_MCP_MAX_AMOUNT_PER_HOUR',
      most: '100',
      moved: '100',
    });
  });

  it('adds up refunds and charges without their signs', () => {
    const { limits } = limited({ maxAmountPerHour });
    limits.take('local', move('60'));
    expect(() => limits.take('local', move('-41'))).toThrow('above 100 USD');
  });

  it('is one for each currency and each principal', () => {
    const { limits } = limited({ maxAmountPerHour: { '*': '100' } });
    limits.take('local', move('100'));
    expect(() => limits.take('local', move('100', 'EUR'))).not.toThrow();
    expect(() => limits.take('other', move('100'))).not.toThrow();
    expect(() => limits.take('local', move('1'))).toThrow();
  });

  it('slides: each change counts for an hour, and the wait is told', () => {
    const { clock, limits } = limited({ maxAmountPerHour });
    limits.take('local', move('60'));
    clock.moveTo('2026-03-10T12:30:00.000Z');
    limits.take('local', move('40'));
    clock.moveTo('2026-03-10T12:59:59.999Z');
    expect(refusalOf(() => limits.take('local', move('1'))).options).toMatchObject({
      retryAfterMs: 1,
      retryable: true,
      next: expect.stringContaining('Try again after 1 min'),
    });
    const { options } = refusalOf(() => limits.take('local', move('101')));
    expect([options.retryable, options.retryAfterMs]).toEqual([false, undefined]);
    expect(options.next).not.toContain('again');
    clock.moveTo('2026-03-10T13:00:00.000Z');
    limits.take('local', move('60'));
    expect(() => limits.take('local', move('1'))).toThrow();
  });

  it('is given back when a change is known to have failed, once', () => {
    const { limits } = limited({ maxAmountPerHour });
    const taken = limits.take('local', move('100'));
    taken.release();
    taken.release();
    expect(limits.size).toBe(0);
    limits.take('local', move('100'));
    taken.release();
    expect(() => limits.take('local', move('1'))).toThrow();
  });

  it('is exact where floats are not', () => {
    const { limits } = limited({ maxAmountPerHour: { USD: '0.30' } });
    limits.take('local', move('0.10'));
    limits.take('local', move('0.20'));
    expect(() => limits.check('local', move('0.000000000000000001'))).toThrow();
  });

  it('never lets more through than the limit, and nothing less', () => {
    const amounts = fc.array(
      fc.bigInt({ min: 0n, max: 5000n }).map((cents) => Decimal.fromScaled(cents, 2)),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(amounts, (sequence) => {
        const { limits } = limited({ maxAmountPerHour });
        let moved = 0n;
        for (const amount of sequence) {
          const cents = amount.toScaled(2);
          const fits = moved + cents <= 10_000n;
          const take = () => limits.take('local', move(amount.toFixed(2)));
          if (fits) take();
          else expect(take).toThrow();
          if (fits) moved += cents;
        }
      }),
    );
  });
});

describe('D8: the number of changes in an hour', () => {
  it('holds for changes that need consent, with money or without', () => {
    const { limits } = limited({ maxChangesPerHour: 2 });
    limits.take('local', { needsConsent: true });
    limits.take('local', move('1'));
    limits.take('local', { needsConsent: false });
    const refusal = refusalOf(() => limits.take('local', { needsConsent: true }));
    expect(refusal.options).toMatchObject({
      retryAfterMs: 3_600_000,
      facts: { limit: 'BILLING_MCP_MAX_CHANGES_PER_HOUR', most: 2, made: 2 },
    });
    expect(() => limits.take('local', { needsConsent: false })).not.toThrow();
    expect(() => limits.take('other', { needsConsent: true })).not.toThrow();
  });

  it.each([
    [0, '0 changes that need consent were made in the last hour, and the most is 0.'],
    [1, '1 change that needs consent was made in the last hour, and the most is 1.'],
    [2, '2 changes that need consent were made in the last hour, and the most is 2.'],
  ])('is told as people count: %i', (most, sentence) => {
    const { limits } = limited({ maxChangesPerHour: most });
    for (let index = 0; index < most; index++) limits.take('local', { needsConsent: true });
    const { message } = refusalOf(() => limits.take('local', { needsConsent: true }));
    expect(message).toBe(`${sentence} Nothing was changed.`);
  });
});

describe('the memory of limits', () => {
  it('D8: refuses when it is full, and forgets nothing that counts', () => {
    const { clock, limits } = limited({}, 3);
    for (const principal of ['a', 'b', 'c']) limits.take(principal, move('1'));
    expect(refusalOf(() => limits.take('d', move('1'))).code).toBe('limit_exceeded');
    expect(limits.size).toBe(3);
    clock.moveTo('2026-03-10T13:00:00.000Z');
    limits.take('d', move('1'));
    expect(limits.size).toBe(1);
  });
});
