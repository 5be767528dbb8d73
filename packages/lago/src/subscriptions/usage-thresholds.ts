import { compact } from '@billport/adapter-kit';
import type { UsageThreshold } from '@billport/core';
import { fromCents, toCents } from '../minor-units.ts';
import type { LagoUsageThreshold, LagoUsageThresholdInput } from '../wire/subscription.ts';

/** Thresholds as Lago takes them; null, which goes back to the plan's, is an empty list there. */
export function thresholdsBody(
  thresholds: readonly UsageThreshold[] | null | undefined,
): LagoUsageThresholdInput[] | undefined {
  if (thresholds === undefined) return undefined;
  return (thresholds ?? []).map(({ amount, name, recurring }, index) => ({
    amount_cents: toCents(amount, `usageThresholds.${index}.amount`),
    threshold_display_name: name,
    recurring,
  }));
}

/** Thresholds in the words of the contract, by their amounts. */
export function toThresholds(
  thresholds: readonly LagoUsageThreshold[],
  currency: string,
): UsageThreshold[] {
  return [...thresholds]
    .sort((one, other) => one.amount_cents - other.amount_cents)
    .map(({ amount_cents: cents, threshold_display_name: name, recurring }) =>
      compact({
        amount: fromCents(cents, currency, 'threshold amount_cents'),
        name: name || undefined,
        recurring: recurring || undefined,
      }),
    );
}

const textOf = (thresholds: readonly UsageThreshold[]) =>
  JSON.stringify(
    thresholds
      .map(({ amount, name, recurring }) => [amount.amount, amount.currency, name, recurring])
      .sort(),
  );

/** Whether both lists ask for the same, in whatever order. */
export function sameThresholds(
  asked: readonly UsageThreshold[],
  kept: readonly UsageThreshold[],
): boolean {
  const plain = asked.map(({ amount, name, recurring }) =>
    compact({ amount, name: name || undefined, recurring: recurring || undefined }),
  );
  return textOf(plain) === textOf(kept);
}
