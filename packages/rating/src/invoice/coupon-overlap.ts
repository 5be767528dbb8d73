import type { CouponLimits } from './coupons.ts';

/**
 * Whether two coupons may not both be applied to one customer: they share a plan or a metric, or
 * one is limited to a plan and the other to a metric that this plan charges for
 * (`facts/rating.md §9`, `plan_overlapping`). Unlimited coupons overlap with nothing.
 *
 * @param metricsOfPlan codes of the metrics that a plan charges for
 */
export function couponsOverlap(
  one: CouponLimits,
  other: CouponLimits,
  metricsOfPlan: (plan: string) => Iterable<string>,
): boolean {
  return (
    intersects(one.limitedToPlans, other.limitedToPlans) ||
    intersects(metricsOf(one, metricsOfPlan), other.limitedToMetrics) ||
    intersects(one.limitedToMetrics, metricsOf(other, metricsOfPlan))
  );
}

/** Metrics that a coupon reaches: its own and those of its plans. */
function metricsOf(coupon: CouponLimits, metricsOfPlan: (plan: string) => Iterable<string>) {
  const plans = coupon.limitedToPlans ?? [];
  return [...(coupon.limitedToMetrics ?? []), ...plans.flatMap((plan) => [...metricsOfPlan(plan)])];
}

function intersects(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one.some((code) => other.includes(code));
}
