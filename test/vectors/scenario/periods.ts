import {
  type BillingCycle,
  billingPeriodAt,
  planChange,
  previousBillingPeriod,
  subscriptionFee,
  subscriptionWindow,
  usageWindow,
} from '@billport/rating';
import { z } from 'zod';
import {
  afterInclusive,
  cents,
  instant,
  instantText,
  interval,
  minor,
  orElse,
  present,
  timezone,
  topic,
} from './fields.ts';

const cycle = { interval, billing_time: z.enum(['calendar', 'anniversary']), timezone };

const billingPeriodInput = z.object({
  ...cycle,
  subscription_at: instant,
  started_at: instant.nullish(),
  terminated_at: instant.nullish(),
  reference: instant,
  which: z.enum(['current', 'closed']),
});

export const billingPeriod = topic(billingPeriodInput, (input) => {
  const billingCycle: BillingCycle = {
    interval: input.interval,
    billingTime: input.billing_time,
    timezone: input.timezone,
    anchor: input.subscription_at,
  };
  const current = billingPeriodAt(billingCycle, input.reference);
  const period = input.which === 'closed' ? previousBillingPeriod(billingCycle, current) : current;
  const life = {
    startedAt: input.started_at ?? input.subscription_at,
    ...present({ terminatedAt: input.terminated_at }),
  };
  // A period in which the subscription did not live is shown whole.
  const window = subscriptionWindow(period, life, input.timezone) ?? period;
  const usage = usageWindow(period, life) ?? period;
  return {
    from: instantText(window.from),
    to: instantText(window.to < period.to ? window.to - 1 : period.to - 1000),
    charges_from: instantText(usage.from),
    duration_days: period.durationDays,
  };
});

const subscriptionFeeInput = z.object({
  ...cycle,
  amount_cents: minor,
  started_at: instant,
  subscription_at: instant.nullish(),
  period: z.object({ from: instant, to: instant }),
  trial_days: orElse(z.number().nonnegative(), 0),
  trial_started_at: instant.nullish(),
  terminated_by_upgrade: orElse(z.boolean(), false),
  full_period: orElse(z.boolean(), false),
});

export const subscriptionFeeOf = topic(subscriptionFeeInput, (input) => {
  const fee = subscriptionFee({
    priceMinor: input.amount_cents,
    cycle: {
      interval: input.interval,
      billingTime: input.billing_time,
      timezone: input.timezone,
      anchor: input.subscription_at ?? input.started_at,
    },
    period: { from: input.period.from, to: afterInclusive(input.period.to) },
    trial: {
      startedAt: input.trial_started_at ?? input.started_at,
      days: input.trial_days,
    },
    terminatedByUpgrade: input.terminated_by_upgrade,
    fullPeriod: input.full_period,
  });
  return {
    amount_cents: cents(fee.amountMinor),
    precise_amount_cents: fee.preciseMinor.toString(),
  };
});

const planPrice = z
  .object({ amount_cents: minor, interval })
  .transform((plan) => ({ amountMinor: plan.amount_cents, interval: plan.interval }));

export const planChangeOf = topic(z.object({ from: planPrice, to: planPrice }), ({ from, to }) => ({
  change: planChange(from, to),
}));
