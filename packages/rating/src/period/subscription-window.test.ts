import { expect, test } from 'vitest';
import { type BillingCycle, billingPeriodAt } from './billing-period.ts';
import {
  startsBasePeriod,
  subscriptionWindow,
  usageCycle,
  usageWindow,
} from './subscription-window.ts';

const at = (text: string) => Date.parse(text);
const march = { from: at('2022-03-01T00:00:00Z'), to: at('2022-04-01T00:00:00Z') };

test('in the first period the base price counts from midnight, usage from the instant', () => {
  const life = { startedAt: at('2022-03-07T05:00:00Z') };
  expect(subscriptionWindow(march, life, 'UTC')?.from).toBe(at('2022-03-07T00:00:00Z'));
  expect(usageWindow(march, life)?.from).toBe(at('2022-03-07T05:00:00Z'));
});

test('midnight is that of the time zone', () => {
  const life = { startedAt: at('2022-03-07T03:00:00Z') };
  const window = subscriptionWindow(march, life, 'America/New_York');
  expect(window?.from).toBe(at('2022-03-06T05:00:00Z'));
});

test('later periods are whole', () => {
  const life = { startedAt: at('2021-02-02T00:00:00Z') };
  expect(subscriptionWindow(march, life, 'UTC')).toEqual(march);
  expect(usageWindow(march, life)).toEqual(march);
});

test('the instant of the termination belongs to the window', () => {
  const life = { startedAt: 0, terminatedAt: at('2022-03-09T00:00:00Z') };
  expect(subscriptionWindow(march, life, 'UTC')?.to).toBe(at('2022-03-09T00:00:00.001Z'));
  expect(usageWindow(march, life)?.to).toBe(at('2022-03-09T00:00:00.001Z'));
});

test('a subscription that did not live in the period has no window', () => {
  expect(subscriptionWindow(march, { startedAt: march.to }, 'UTC')).toBeUndefined();
  expect(usageWindow(march, { startedAt: 0, terminatedAt: march.from - 1 })).toBeUndefined();
});

test('after a change of time zone usage goes on where the last window ended', () => {
  const previousTo = at('2022-03-01T05:00:00Z');
  const window = usageWindow(march, { startedAt: 0 }, previousTo);
  expect(window).toEqual({ from: previousTo, to: march.to });
});

test('a yearly plan may bill its usage by month, its base price with the first month', () => {
  const yearly: BillingCycle = {
    interval: 'yearly',
    billingTime: 'anniversary',
    timezone: 'UTC',
    anchor: at('2020-02-29T00:00:00Z'),
  };
  const monthly = usageCycle(yearly, true);
  expect(monthly.interval).toBe('monthly');
  expect(usageCycle(yearly, false)).toBe(yearly);
  const first = billingPeriodAt(monthly, at('2021-03-01T00:00:00Z'));
  expect(first.from).toBe(at('2021-02-28T00:00:00Z'));
  expect(startsBasePeriod(yearly, first)).toBe(true);
  expect(startsBasePeriod(yearly, billingPeriodAt(monthly, first.to))).toBe(false);
});

test('a quarterly plan bills usage with its own interval', () => {
  const quarterly: BillingCycle = {
    interval: 'quarterly',
    billingTime: 'calendar',
    timezone: 'UTC',
    anchor: 0,
  };
  expect(usageCycle(quarterly, true)).toBe(quarterly);
});
