import { expect, test } from 'vitest';
import type { BillingInterval } from './billing-period.ts';
import { planChange } from './plan-change.ts';

const plan = (amountMinor: bigint, interval: BillingInterval) => ({ amountMinor, interval });

test.each<[string, BillingInterval, bigint, BillingInterval, bigint, 'upgrade' | 'downgrade']>([
  ['52 weeks against a year', 'weekly', 100n, 'yearly', 5200n, 'upgrade'],
  ['a cent less than 52 weeks', 'weekly', 100n, 'yearly', 5199n, 'downgrade'],
  ['12 months against 4 quarters', 'monthly', 100n, 'quarterly', 300n, 'upgrade'],
  ['a cent less than a quarter', 'monthly', 100n, 'quarterly', 299n, 'downgrade'],
  ['2 half-years against 12 months', 'semiannual', 600n, 'monthly', 100n, 'upgrade'],
  ['the same price', 'monthly', 100n, 'monthly', 100n, 'upgrade'],
])('%s', (_title, fromInterval, fromAmount, toInterval, toAmount, change) => {
  expect(planChange(plan(fromAmount, fromInterval), plan(toAmount, toInterval))).toBe(change);
});
