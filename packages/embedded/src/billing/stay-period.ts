import { BillingError, type Plan, type PlanInterval, toInstant } from '@billport/core';
import type { Span } from '@billport/rating';
import {
  type BillingCycle,
  type BillingPeriod,
  billingPeriodAt,
  subscriptionWindow,
  type Trial,
  trialEnd,
  usageCycle,
} from '@billport/rating';
import type { Engine } from '../engine.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { planOf } from './plan-of.ts';

/** The customer's time zone, in which periods begin at midnight. */
export function timezoneOf(engine: Engine, customerKey: string): string {
  return engine.tables.customers.find(customerKey)?.timezone ?? 'UTC';
}

/** The plan's interval. A plan of this engine always has one. */
export function intervalOf(plan: Plan): PlanInterval {
  if (plan.interval !== 'unknown') return plan.interval;
  throw new BillingError('configuration', { message: `Plan ${plan.code} has no known interval.` });
}

/** What decides where the base periods of a stay begin and end. */
export function cycleOf(
  engine: Engine,
  stay: Stay,
  plan: Plan = planOf(engine, stay),
): BillingCycle {
  return {
    interval: intervalOf(plan),
    billingTime: stay.data.billingTime,
    timezone: timezoneOf(engine, stay.customerKey),
    anchor: stay.data.startAt,
  };
}

/** The whole base period that holds an instant. */
export function basePeriodAt(engine: Engine, stay: Stay, at: number): BillingPeriod {
  return billingPeriodAt(cycleOf(engine, stay), at);
}

/** The whole usage period that holds an instant: a month of a longer one, where the plan says so. */
export function usagePeriodAt(engine: Engine, stay: Stay, at: number): BillingPeriod {
  const plan = planOf(engine, stay);
  const cycle = cycleOf(engine, stay, plan);
  return billingPeriodAt(usageCycle(cycle, plan.chargesBilledMonthly ?? false), at);
}

/** A period without the days before the stay began. */
export function fromFirstDay(engine: Engine, stay: Stay, period: Span): Span {
  const timezone = timezoneOf(engine, stay.customerKey);
  const life = { startedAt: stay.startedAt ?? stay.data.startAt };
  return subscriptionWindow(period, life, timezone) ?? period;
}

/**
 * The trial of a stay, which counts from the first start under its key. A trial that has begun
 * stays as long as it was, whatever becomes of the plan.
 */
export function trialOf(stay: Stay, plan: Plan): Trial | undefined {
  const days = stay.status === 'pending' ? plan.trialDays : stay.data.trialDays;
  return days === undefined ? undefined : { startedAt: stay.data.firstStartedAt, days };
}

/** When the trial of a stay ends; undefined without one. Epoch milliseconds. */
export function trialEndOf(stay: Stay, plan: Plan): number | undefined {
  const trial = trialOf(stay, plan);
  return trial && trialEnd(trial);
}

/** A span as the contract shows it. */
export function toPeriod(span: Span): { from: string; to: string } {
  return { from: toInstant(span.from), to: toInstant(span.to) };
}
