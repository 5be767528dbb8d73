import { Decimal } from '@billport/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AppliedCoupon, applyCoupons } from './coupons.ts';
import type { InvoiceFee } from './invoice-fee.ts';

const fee = (id: string, amountMinor: bigint, rest: Partial<InvoiceFee> = {}): InvoiceFee => ({
  id,
  type: 'charge',
  amountMinor,
  ...rest,
});

const fixed = (amountMinor: bigint, currency = 'EUR', remainingMinor?: bigint) =>
  ({
    type: 'fixed_amount',
    amountMinor,
    currency,
    ...(remainingMinor === undefined ? {} : { remainingMinor }),
  }) as const;
const percent = (rate: string) => ({ type: 'percentage', rate: Decimal.parse(rate) }) as const;

const once = (id: string, discount: AppliedCoupon['discount']): AppliedCoupon => ({
  id,
  discount,
  frequency: 'once',
});

const apply = (fees: InvoiceFee[], ...coupons: AppliedCoupon[]) =>
  applyCoupons(fees, coupons, 'EUR');

const shares = (result: ReturnType<typeof apply>) =>
  result.lines.map(({ creditsMinor }) => creditsMinor.toString());

test('coupons limited to metrics come first, then to plans, then the rest', () => {
  const fees = [fee('a', 1000n, { metric: 'm', plan: 'p' }), fee('b', 1000n, { plan: 'p' })];
  const result = apply(
    fees,
    once('all', percent('10')),
    { ...once('plan', percent('50')), limitedToPlans: ['p'] },
    { ...once('metric', fixed(200n)), limitedToMetrics: ['m'] },
  );
  expect(result.uses.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
    ['metric', 200n],
    ['plan', 900n],
    ['all', 90n],
  ]);
});

test('shares are kept to 5 decimals after each coupon', () => {
  // The published case of three coupons over two subscriptions, its second fee.
  const fees = [
    fee('bm1', 1000n, { metric: 'm' }),
    fee('bm2', 2000n, { metric: 'm' }),
    fee('rest', 14_000n),
  ];
  const coupons = [{ ...once('c1', fixed(2000n)), limitedToMetrics: ['m'] }];
  expect(shares(apply(fees, ...coupons))).toEqual(['666.66667', '1333.33333', '0']);
});

test('percentages are rounded half away from zero to minor units', () => {
  expect(apply([fee('a', 5n)], once('c', percent('50'))).amountMinor).toBe(3n);
});

test('a percentage above 100 takes the whole', () => {
  expect(apply([fee('a', 7n)], once('c', percent('150'))).amountMinor).toBe(7n);
});

test('a fixed coupon in another currency is left alone, a percentage does not care', () => {
  const result = applyCoupons(
    [fee('a', 100n)],
    [once('nok', fixed(10n, 'NOK')), once('percent', percent('10'))],
    'EUR',
  );
  expect(result.uses.map(({ id }) => id)).toEqual(['percent']);
});

test('a coupon without a matching fee is not consumed', () => {
  const limited: AppliedCoupon = {
    id: 'c',
    discount: fixed(10n),
    frequency: 'recurring',
    periodsRemaining: 1,
    limitedToPlans: ['other'],
  };
  expect(apply([fee('a', 100n, { plan: 'p' })], limited).uses).toEqual([]);
});

test('coupons stop when nothing is left', () => {
  const result = apply([fee('a', 5n)], once('c1', fixed(10n)), once('c2', percent('20')));
  expect(result.uses).toEqual([
    { id: 'c1', amountMinor: 5n, terminated: false, remainingMinor: 5n },
  ]);
});

test('what rounding leaves of covered fees does not consume a coupon', () => {
  const limits = { limitedToMetrics: ['m'] };
  const fees = [...['a', 'b', 'c'].map((id) => fee(id, 100n, { metric: 'm' })), fee('rest', 1000n)];
  const result = apply(
    fees,
    { ...once('c1', fixed(100n)), ...limits },
    { ...once('c2', fixed(200n)), ...limits },
    { ...once('c3', percent('50')), ...limits },
  );
  expect(result.uses.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
    ['c1', 100n],
    ['c2', 200n],
  ]);
});

test('a coupon takes no part of a minor unit that former coupons left', () => {
  // 4.55 % of 11 is 1 when rounded: the fees keep 0.90909 and 9.09091.
  const fees = [fee('a', 1n, { metric: 'm', plan: 'p' }), fee('b', 10n, { metric: 'm' })];
  const result = apply(
    fees,
    { ...once('c1', percent('4.55')), limitedToMetrics: ['m'] },
    { ...once('c2', fixed(1n)), limitedToPlans: ['p'] },
  );
  expect(result.uses.map(({ id }) => id)).toEqual(['c1']);
});

test('progressive credits lower what a coupon works on', () => {
  const fees = [
    fee('f1', 50n, { metric: 'm', progressiveCreditMinor: Decimal.parse('15') }),
    fee('f2', 150n, { metric: 'm', progressiveCreditMinor: Decimal.parse('45') }),
    fee('f3', 100n),
  ];
  const result = apply(fees, { ...once('c', percent('10')), limitedToMetrics: ['m'] });
  expect(result.amountMinor).toBe(14n);
  expect(shares(result)).toEqual(['18.5', '55.5', '0']);
});

describe('how long a coupon lasts', () => {
  const fees = [fee('a', 100n)];

  test('once, fixed: the rest is kept, and the coupon ends when it is used up', () => {
    expect(apply(fees, once('c', fixed(150n))).uses).toEqual([
      { id: 'c', amountMinor: 100n, terminated: false, remainingMinor: 50n },
    ]);
    expect(apply(fees, once('c', fixed(150n, 'EUR', 50n))).uses).toEqual([
      { id: 'c', amountMinor: 50n, terminated: true, remainingMinor: 0n },
    ]);
  });

  test('once, percentage: ends after one use', () => {
    expect(apply(fees, once('c', percent('10'))).uses[0]).toMatchObject({ terminated: true });
  });

  test('recurring: counts one invoice and loses the rest', () => {
    const coupon = (periodsRemaining: number): AppliedCoupon => ({
      id: 'c',
      discount: fixed(150n),
      frequency: 'recurring',
      periodsRemaining,
    });
    expect(apply(fees, coupon(2)).uses).toEqual([
      { id: 'c', amountMinor: 100n, terminated: false, periodsRemaining: 1 },
    ]);
    expect(apply(fees, coupon(1)).uses).toEqual([
      { id: 'c', amountMinor: 100n, terminated: true, periodsRemaining: 0 },
    ]);
    expect(apply(fees, coupon(0)).uses).toEqual([]);
  });

  test('forever: never ends', () => {
    const coupon: AppliedCoupon = { id: 'c', discount: fixed(150n), frequency: 'forever' };
    expect(apply(fees, coupon).uses).toEqual([{ id: 'c', amountMinor: 100n, terminated: false }]);
  });
});

test('shares add up to the coupons within 5 decimals and never exceed a fee', () => {
  const code = fc.constantFrom('x', 'y', 'z');
  const fees = fc.array(
    fc.record({ amountMinor: fc.bigInt({ min: 0n, max: 10n ** 9n }), metric: code, plan: code }),
    { minLength: 1, maxLength: 8 },
  );
  const coupons = fc.array(
    fc.record({
      discount: fc.oneof(
        fc.bigInt({ min: 1n, max: 10n ** 9n }).map((amount) => fixed(amount)),
        fc.integer({ min: 1, max: 10_000 }).map((rate) => percent((rate / 100).toFixed(2))),
      ),
      frequency: fc.constantFrom('once' as const, 'forever' as const),
      limits: fc.oneof(
        fc.constant({}),
        fc.array(code, { minLength: 1 }).map((limitedToMetrics) => ({ limitedToMetrics })),
        fc.array(code, { minLength: 1 }).map((limitedToPlans) => ({ limitedToPlans })),
      ),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(fees, coupons, (feeInputs, couponInputs) => {
      const invoiceFees = feeInputs.map((input, index) =>
        fee(String(index), input.amountMinor, input),
      );
      const applied = couponInputs.map(({ limits, ...coupon }, index) => ({
        id: String(index),
        ...coupon,
        ...limits,
      }));
      const result = apply(invoiceFees, ...applied);
      const total = Decimal.sum(result.lines.map(({ creditsMinor }) => creditsMinor));
      const gap = total.minus(Decimal.fromInteger(result.amountMinor)).abs();
      // Each coupon may miss a hair of each fee, and what the former missed.
      const misses = (invoiceFees.length * applied.length * (applied.length + 1)) / 2;
      const tolerance = Decimal.fromScaled(BigInt(misses), 5);
      expect(gap.compare(tolerance)).toBeLessThanOrEqual(0);
      for (const { fee: line, creditsMinor } of result.lines) {
        expect(creditsMinor.compare(Decimal.fromInteger(line.amountMinor))).toBeLessThanOrEqual(0);
        expect(creditsMinor.isNegative()).toBe(false);
      }
    }),
  );
});
