import { type Subscription, toInstant } from '@billport/core';
import { compact } from '../apply-changes.ts';
import { planOf } from '../billing/plan-of.ts';
import { basePeriodAt, fromFirstDay, toPeriod, trialEndOf } from '../billing/stay-period.ts';
import type { Engine } from '../engine.ts';
import type { Stay } from './stays.ts';

const instantOf = (at: number | undefined) => (at === undefined ? undefined : toInstant(at));

function currentPeriod(engine: Engine, stay: Stay) {
  const period = basePeriodAt(engine, stay, engine.clock.now());
  return toPeriod(fromFirstDay(engine, stay, period));
}

/** A stay as the contract shows a subscription. */
export function toSubscription(engine: Engine, stay: Stay): Subscription {
  const { data } = stay;
  const plan = planOf(engine, stay);
  const active = stay.status === 'active';
  return compact({
    subscriptionKey: stay.subscriptionKey,
    customerKey: stay.customerKey,
    planCode: stay.planCode,
    name: data.name,
    status: stay.status,
    billingTime: data.billingTime,
    startAt: toInstant(data.startAt),
    startedAt: instantOf(stay.startedAt),
    endingAt: instantOf(data.endingAt),
    terminatedAt: instantOf(stay.status === 'terminated' ? stay.endedAt : undefined),
    trialEndsAt: instantOf(trialEndOf(stay, plan)),
    currentPeriod: active ? currentPeriod(engine, stay) : undefined,
    nextPlanCode: active ? data.nextPlanCode : undefined,
    nextPlanAt: active ? instantOf(data.nextPlanAt) : undefined,
    usageThresholds: data.usageThresholds && [...data.usageThresholds],
    metadata: data.metadata,
    createdAt: toInstant(data.createdAt),
  });
}
