import { expect, test } from 'vitest';
import { couponsOverlap } from './coupon-overlap.ts';

const metricsOfPlan = (plan: string) => (plan === 'pro' ? ['api', 'seats'] : ['api']);
const overlap = (
  one: Parameters<typeof couponsOverlap>[0],
  other: Parameters<typeof couponsOverlap>[1],
) => [couponsOverlap(one, other, metricsOfPlan), couponsOverlap(other, one, metricsOfPlan)];

test.each([
  ['a shared plan', { limitedToPlans: ['pro', 'basic'] }, { limitedToPlans: ['pro'] }, true],
  ['different plans', { limitedToPlans: ['pro'] }, { limitedToPlans: ['basic'] }, false],
  ['a shared metric', { limitedToMetrics: ['api'] }, { limitedToMetrics: ['api'] }, true],
  ['different metrics', { limitedToMetrics: ['api'] }, { limitedToMetrics: ['seats'] }, false],
  ['a metric of the plan', { limitedToPlans: ['pro'] }, { limitedToMetrics: ['seats'] }, true],
  ['a metric of no plan', { limitedToPlans: ['basic'] }, { limitedToMetrics: ['seats'] }, false],
  ['an unlimited coupon', {}, { limitedToPlans: ['pro'] }, false],
  ['two unlimited coupons', {}, {}, false],
])('%s', (_title, one, other, expected) => {
  expect(overlap(one, other)).toEqual([expected, expected]);
});
