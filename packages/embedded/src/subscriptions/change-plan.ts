import { BillingError, minorUnits, type Plan } from '@billport/core';
import { planChange } from '@billport/rating';
import { endBilling } from '../billing/end-billing.ts';
import { planOf } from '../billing/plan-of.ts';
import { startBilling } from '../billing/start-billing.ts';
import { basePeriodAt, intervalOf } from '../billing/stay-period.ts';
import { creditUnused } from '../credit-notes/credit-unused.ts';
import type { Engine, Moment } from '../engine.ts';
import { makeInvoice } from '../invoicing/make-invoice.ts';
import { schedule } from '../jobs.ts';
import { checkFunctions } from './check-functions.ts';
import type { Stay } from './stays.ts';

/** What a change of plan came to. */
export interface ChangedPlan {
  readonly stay: Stay;
  readonly change: 'upgrade' | 'downgrade' | 'replaced' | 'none';
  /** From when the new plan counts; epoch milliseconds. */
  readonly effectiveAt: number;
}

function withoutNextPlan({ data, ...stay }: Stay): Stay {
  const { nextPlanCode: _code, nextPlanAt: _at, ...rest } = data;
  return { ...stay, data: rest };
}

/** The stay that follows another one on the next plan, not started yet. */
export function insertFollower(
  engine: Engine,
  stay: Stay,
  planCode: string,
  at: number,
  follows: 'upgrade' | 'downgrade',
): Stay {
  const { data } = withoutNextPlan(stay);
  const { endedBy: _by, endedPlan: _plan, ...kept } = data;
  const follower = engine.stays.insert({
    ...stay,
    planCode,
    status: 'active',
    startedAt: at,
    endedAt: undefined,
    data: { ...kept, follows, createdAt: at },
  });
  if (kept.endingAt !== undefined && kept.endingAt > at) {
    schedule(engine.database, { at: kept.endingAt, kind: 'end', ref: String(follower.seq) });
  }
  return follower;
}

/** Moves to a dearer plan at once: the day belongs to the new plan (`facts/rating.md §7`). */
function upgrade(engine: Engine, stay: Stay, plan: Plan, now: number): ChangedPlan {
  const closing = endBilling(engine, stay, now, 'upgrade');
  creditUnused(engine, stay, now, 'credit', true);
  const follower = insertFollower(engine, stay, plan.code, now, 'upgrade');
  makeInvoice(engine, stay.customerKey, [...closing, ...startBilling(engine, follower, now)], now);
  return { stay: engine.stays.bySeq(follower.seq), change: 'upgrade', effectiveAt: now };
}

/** Plans the move to a cheaper plan for the end of the period that is paid for. */
function downgrade(engine: Engine, stay: Stay, plan: Plan, now: number): ChangedPlan {
  const effectiveAt = basePeriodAt(engine, stay, now).to;
  const updated = engine.stays.update({
    ...stay,
    data: { ...stay.data, nextPlanCode: plan.code, nextPlanAt: effectiveAt },
  });
  return { stay: updated, change: 'downgrade', effectiveAt };
}

function checkChange(stay: Stay, from: Plan, to: Plan): void {
  if (stay.status === 'terminated' || stay.status === 'canceled') {
    throw new BillingError('conflict', {
      message: `Subscription ${JSON.stringify(stay.subscriptionKey)} has ended: create a new one.`,
      details: { resource: 'subscription', key: stay.subscriptionKey, state: stay.status },
    });
  }
  if (from.price.currency !== to.price.currency) {
    throw new BillingError('conflict', {
      message: `planCode: the plan is priced in ${to.price.currency}, but the subscription pays in ${from.price.currency}.`,
      details: { resource: 'plan', key: to.code },
    });
  }
}

/**
 * Moves a subscription to another plan: at once where the yearly price is the same or higher,
 * else at the end of the period (`facts/rating.md §7`).
 * @throws BillingError `not_found`, or `conflict` when it has ended or pays in another currency.
 */
export function changePlan(
  engine: Engine,
  { subscriptionKey, planCode }: { subscriptionKey: string; planCode: string },
  { now }: Moment,
): ChangedPlan {
  const stay = engine.stays.latest(subscriptionKey);
  const to = engine.tables.plans.get(planCode);
  const from = planOf(engine, stay);
  checkChange(stay, from, to);
  checkFunctions(engine, to, 'planCode');
  if (stay.status === 'pending') {
    const replaced = engine.stays.update({ ...stay, planCode });
    const change = planCode === stay.planCode ? 'none' : 'replaced';
    return { stay: replaced, change, effectiveAt: stay.data.startAt };
  }
  if (planCode === stay.planCode) {
    const kept = engine.stays.update(withoutNextPlan(stay));
    return { stay: kept, change: 'none', effectiveAt: stay.startedAt ?? now };
  }
  const change = planChange(
    { amountMinor: minorUnits(from.price), interval: intervalOf(from) },
    { amountMinor: minorUnits(to.price), interval: intervalOf(to) },
  );
  return change === 'upgrade' ? upgrade(engine, stay, to, now) : downgrade(engine, stay, to, now);
}
