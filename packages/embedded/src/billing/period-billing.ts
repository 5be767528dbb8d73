import type { Plan } from '@billport/core';
import type { Span } from '@billport/rating';
import type { Engine } from '../engine.ts';
import { schedule } from '../jobs.ts';
import { insertFollower } from '../subscriptions/change-plan.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { renewalLines } from './advance-lines.ts';
import { isBilled } from './billed-spans.ts';
import type { BillingItem } from './billing-item.ts';
import { endBilling } from './end-billing.ts';
import { planOf } from './plan-of.ts';
import { startBilling } from './start-billing.ts';
import { basePeriodAt, fromFirstDay, trialEndOf, usagePeriodAt } from './stay-period.ts';

/** The base period that begins at `at`, where it is billed in advance and no trial covers it. */
function nextBase(engine: Engine, stay: Stay, plan: Plan, at: number): Span | undefined {
  const period = basePeriodAt(engine, stay, at);
  if (plan.timing === 'arrears' || period.from !== at) return undefined;
  if ((trialEndOf(stay, plan) ?? at) > at) return undefined;
  return isBilled(engine, stay.seq, 'base', period) ? undefined : period;
}

/** The base period that ends at `at`, cut at the start of the stay. */
function closedBase(engine: Engine, stay: Stay, at: number): Span | undefined {
  const period = basePeriodAt(engine, stay, at - 1);
  if (period.to !== at) return undefined;
  const span = fromFirstDay(engine, stay, period);
  return isBilled(engine, stay.seq, 'commitment', span) ? undefined : span;
}

function renew(engine: Engine, stay: Stay, at: number): BillingItem[] {
  const plan = planOf(engine, stay);
  const to = usagePeriodAt(engine, stay, at).to;
  const charges = { from: stay.data.openUsage?.from ?? at, to: at };
  const data = { ...stay.data, openUsage: { from: at, to } };
  const renewed = engine.stays.update({ ...stay, data });
  schedule(engine.database, { at: to, kind: 'bill', ref: String(stay.seq) });
  const lines = renewalLines(engine, renewed, at);
  const closed = closedBase(engine, stay, at);
  const base = plan.timing === 'arrears' ? closed : nextBase(engine, stay, plan, at);
  return [
    {
      stay: stay.seq,
      ...(base === undefined ? {} : { base }),
      charges,
      ...(closed === undefined ? {} : { commitment: closed }),
      ...(lines.length === 0 ? {} : { lines }),
    },
  ];
}

/**
 * Closes the usage period that ends at `at` and opens the next one: on the same plan, or on the
 * cheaper one that was chosen (`facts/rating.md §6, §7`). Answers what is billed.
 */
export function periodBilling(engine: Engine, stay: Stay, at: number): BillingItem[] {
  const { nextPlanCode, nextPlanAt } = stay.data;
  if (nextPlanCode === undefined || nextPlanAt === undefined || nextPlanAt > at) {
    return renew(engine, stay, at);
  }
  const closing = endBilling(engine, stay, at, 'downgrade');
  const follower = insertFollower(engine, stay, nextPlanCode, at, 'downgrade');
  return [...closing, ...startBilling(engine, follower, at)];
}
