import { toEpochMs } from '@billport/core';
import {
  type BillingCycle,
  type BillingInterval,
  type BillingTime,
  billingPeriodAt,
  type PlanPrice,
  planChange,
  previousBillingPeriod,
  type SubscriptionLife,
  subscriptionFee,
  subscriptionWindow,
  usageWindow,
} from '@billport/rating';
import { afterInclusive, cents, instantText, minor, type Numeric, oneOf } from './fields.ts';

const INTERVALS: BillingInterval[] = ['weekly', 'monthly', 'quarterly', 'semiannual', 'yearly'];

interface CycleVector {
  interval: BillingInterval;
  billing_time: BillingTime;
  timezone?: string;
}

function cycleOf(input: CycleVector): Omit<BillingCycle, 'anchor'> {
  return {
    interval: oneOf('interval', input.interval, INTERVALS),
    billingTime: oneOf('billing_time', input.billing_time, ['calendar', 'anniversary']),
    timezone: input.timezone ?? 'UTC',
  };
}

interface BillingPeriodVector extends CycleVector {
  subscription_at: string;
  started_at?: string;
  terminated_at?: string;
  reference: string;
  which: 'current' | 'closed';
}

export function billingPeriod(input: BillingPeriodVector): Record<string, unknown> {
  const cycle: BillingCycle = {
    ...cycleOf(input),
    anchor: toEpochMs(input.subscription_at),
  };
  oneOf('which', input.which, ['current', 'closed']);
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
  if (input.terminated_at == null) return { startedAt };
  return { startedAt, terminatedAt: toEpochMs(input.terminated_at) };
}

interface SubscriptionFeeVector extends CycleVector {
  amount_cents: Numeric;
  started_at: string;
  subscription_at?: string;
  period: { from: string; to: string };
  trial_days?: number;
  trial_started_at?: string;
  terminated_by_upgrade?: boolean;
  full_period?: boolean;
}

export function subscriptionFeeOf(input: SubscriptionFeeVector): Record<string, unknown> {
  const fee = subscriptionFee({
    priceMinor: minor(input.amount_cents),
    cycle: {
      ...cycleOf(input),
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
  return { change: planChange(priceOf(input.from), priceOf(input.to)) };
}

function priceOf(plan: PlanVector): PlanPrice {
  return {
    amountMinor: minor(plan.amount_cents),
    interval: oneOf('interval', plan.interval, INTERVALS),
  };
}
