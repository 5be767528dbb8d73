import { toEpochMs } from '@billport/core';
import {
  type BillingCycle,
  type BillingInterval,
  type BillingTime,
  billingPeriodAt,
  planChange,
  previousBillingPeriod,
  type SubscriptionLife,
  subscriptionFee,
  subscriptionWindow,
  usageWindow,
} from '@billport/rating';
import { afterInclusive, cents, instantText, minor, type Numeric } from './fields.ts';

interface BillingPeriodVector {
  interval: BillingInterval;
  billing_time: BillingTime;
  subscription_at: string;
  started_at?: string;
  terminated_at?: string;
  timezone?: string;
  reference: string;
  which: 'current' | 'closed';
}

export function billingPeriod(input: BillingPeriodVector): Record<string, unknown> {
  const cycle: BillingCycle = {
    interval: input.interval,
    billingTime: input.billing_time,
    timezone: input.timezone ?? 'UTC',
    anchor: toEpochMs(input.subscription_at),
  };
  const current = billingPeriodAt(cycle, toEpochMs(input.reference));
  const period = input.which === 'closed' ? previousBillingPeriod(cycle, current) : current;
  const life = lifeOf(input);
  // A period in which the subscription did not live is shown whole.
  const window = subscriptionWindow(period, life, cycle.timezone) ?? period;
  const usage = usageWindow(period, life) ?? period;
  return {
    from: instantText(window.from),
    to: instantText(window.to < period.to ? window.to - 1 : period.to - 1000),
    charges_from: instantText(usage.from),
    duration_days: period.durationDays,
  };
}

function lifeOf(input: BillingPeriodVector): SubscriptionLife {
  const startedAt = toEpochMs(input.started_at ?? input.subscription_at);
  if (input.terminated_at === undefined) return { startedAt };
  return { startedAt, terminatedAt: toEpochMs(input.terminated_at) };
}

interface SubscriptionFeeVector {
  amount_cents: Numeric;
  interval: BillingInterval;
  billing_time: BillingTime;
  started_at: string;
  subscription_at?: string;
  period: { from: string; to: string };
  timezone?: string;
  trial_days?: number;
  trial_started_at?: string;
  terminated_by_upgrade?: boolean;
  full_period?: boolean;
}

export function subscriptionFeeOf(input: SubscriptionFeeVector): Record<string, unknown> {
  const fee = subscriptionFee({
    priceMinor: minor(input.amount_cents),
    cycle: {
      interval: input.interval,
      billingTime: input.billing_time,
      timezone: input.timezone ?? 'UTC',
      anchor: toEpochMs(input.subscription_at ?? input.started_at),
    },
    period: { from: toEpochMs(input.period.from), to: afterInclusive(input.period.to) },
    trial: {
      startedAt: toEpochMs(input.trial_started_at ?? input.started_at),
      days: input.trial_days ?? 0,
    },
    terminatedByUpgrade: input.terminated_by_upgrade ?? false,
    fullPeriod: input.full_period ?? false,
  });
  return {
    amount_cents: cents(fee.amountMinor),
    precise_amount_cents: fee.preciseMinor.toString(),
  };
}

interface PlanVector {
  amount_cents: Numeric;
  interval: BillingInterval;
}

export function planChangeOf(input: { from: PlanVector; to: PlanVector }): Record<string, unknown> {
  const [from, to] = [input.from, input.to].map((plan) => ({
    amountMinor: minor(plan.amount_cents),
    interval: plan.interval,
  })) as [Parameters<typeof planChange>[0], Parameters<typeof planChange>[1]];
  return { change: planChange(from, to) };
}
