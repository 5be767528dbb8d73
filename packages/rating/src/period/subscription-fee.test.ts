import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BillingCycle, BillingInterval } from './billing-period.ts';
import { billingPeriodAt } from './billing-period.ts';
import { subscriptionFee } from './subscription-fee.ts';

const at = (text: string) => Date.parse(text);
const cycle = (interval: BillingInterval, timezone = 'UTC'): BillingCycle => ({
  interval,
  billingTime: 'calendar',
  timezone,
  anchor: at('2022-01-01T00:00:00Z'),
});
const march = { from: at('2022-03-01T00:00:00Z'), to: at('2022-04-01T00:00:00Z') };

test('a whole period costs the price', () => {
  const fee = subscriptionFee({ priceMinor: 4999n, cycle: cycle('monthly'), period: march });
  expect(fee.amountMinor).toBe(4999n);
  expect(fee.preciseMinor.toString()).toBe('4999');
});

test('a sign-up on 10 August pays 22 of 31 days', () => {
  const period = { from: at('2023-08-10T00:00:00Z'), to: at('2023-09-01T00:00:00Z') };
  const fee = subscriptionFee({ priceMinor: 5000n, cycle: cycle('monthly'), period });
  expect(fee).toMatchObject({ amountMinor: 3548n, billedDays: 22, periodDays: 31 });
  expect(fee.preciseMinor.toString()).toBe('3548.387096774193548');
});

test('half a minor unit is rounded away from zero', () => {
  const period = { from: at('2022-06-16T00:00:00Z'), to: at('2022-07-01T00:00:00Z') };
  const fee = subscriptionFee({ priceMinor: 5n, cycle: cycle('monthly'), period });
  expect(fee.preciseMinor.toString()).toBe('2.5');
  expect(fee.amountMinor).toBe(3n);
});

test('days are counted in the time zone: the last evening of February is no day of March', () => {
  const period = { from: at('2022-03-01T05:00:00Z'), to: at('2022-04-01T04:00:00Z') };
  const fee = subscriptionFee({
    priceMinor: 3100n,
    cycle: cycle('monthly', 'America/New_York'),
    period,
  });
  expect(fee).toMatchObject({ amountMinor: 3100n, billedDays: 31 });
});

test('the day of an upgrade belongs to the new plan', () => {
  const period = { from: march.from, to: at('2022-03-12T12:12:00.001Z') };
  const input = { priceMinor: 3100n, cycle: cycle('monthly'), period };
  expect(subscriptionFee(input).amountMinor).toBe(1200n);
  expect(subscriptionFee({ ...input, terminatedByUpgrade: true }).amountMinor).toBe(1100n);
});

test('an upgrade on the first day leaves nothing to bill', () => {
  const period = { from: march.from, to: at('2022-03-01T12:00:00.001Z') };
  const input = { priceMinor: 3100n, cycle: cycle('monthly'), period, terminatedByUpgrade: true };
  expect(subscriptionFee(input).amountMinor).toBe(0n);
});

test('a full period costs the price though the subscription started inside it', () => {
  const period = { from: at('2022-03-15T00:00:00Z'), to: march.to };
  const input = { priceMinor: 3100n, cycle: cycle('monthly'), period };
  expect(subscriptionFee({ ...input, fullPeriod: true }).amountMinor).toBe(3100n);
});

describe('a trial', () => {
  const feeWithTrial = (days: number, fullPeriod = false) =>
    subscriptionFee({
      priceMinor: 3100n,
      cycle: cycle('monthly'),
      period: march,
      trial: { startedAt: march.from, days },
      fullPeriod,
    }).amountMinor;

  test('bills from the day on which it ends', () => {
    expect(feeWithTrial(10)).toBe(2100n);
  });

  test('is prorated even in a full period', () => {
    expect(feeWithTrial(10, true)).toBe(2100n);
  });

  test('that covers the period costs nothing', () => {
    expect(feeWithTrial(31)).toBe(0n);
    expect(feeWithTrial(45)).toBe(0n);
  });

  test('that ends on the last day leaves that day to pay', () => {
    expect(feeWithTrial(30)).toBe(100n);
  });

  test('of no days, or over before the period, changes nothing', () => {
    expect(feeWithTrial(0, true)).toBe(3100n);
    const past = { startedAt: at('2022-02-01T00:00:00Z'), days: 28 };
    const input = { priceMinor: 3100n, cycle: cycle('monthly'), period: march, trial: past };
    expect(subscriptionFee({ ...input, fullPeriod: true }).amountMinor).toBe(3100n);
  });
});

test('two halves of any period cost together at most one minor unit more or less', () => {
  const intervals: BillingInterval[] = ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'];
  fc.assert(
    fc.property(
      fc.constantFrom(...intervals),
      fc.constantFrom('UTC', 'America/New_York', 'Asia/Kolkata'),
      fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      (interval, timezone, instant, priceMinor) => {
        const plan = cycle(interval, timezone);
        const whole = billingPeriodAt(plan, instant);
        const midnight = billingPeriodAt({ ...plan, interval: 'weekly' }, instant).from;
        fc.pre(midnight > whole.from);
        const fee = (from: number, to: number) =>
          subscriptionFee({ priceMinor, cycle: plan, period: { from, to } }).amountMinor;
        const both = fee(whole.from, midnight) + fee(midnight, whole.to);
        const difference = both - priceMinor;
        expect(difference >= -1n && difference <= 1n).toBe(true);
      },
    ),
  );
});
