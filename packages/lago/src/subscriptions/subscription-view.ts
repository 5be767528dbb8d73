import { compact } from '@billport/adapter-kit';
import {
  type Instant,
  type Period,
  type Subscription,
  toEpochMs,
  toInstant,
  type UsageThreshold,
} from '@billport/core';
import { createdAt } from '../created-at.ts';
import { toPeriod } from '../inclusive-period.ts';
import type { LagoSubscription } from '../wire/subscription.ts';
import { instantOf } from '../wire-instant.ts';
import type { PlanLookup } from './plan-lookup.ts';
import { sameThresholds, toThresholds } from './usage-thresholds.ts';

const DAY = 86_400_000;

const STATUSES: ReadonlySet<string> = new Set(['pending', 'active', 'terminated', 'canceled']);
const isStatus = (status: string): status is Subscription['status'] => STATUSES.has(status);

function statusOf({ status }: LagoSubscription): Pick<Subscription, 'status' | 'providerStatus'> {
  return isStatus(status) ? { status } : { status: 'unknown', providerStatus: status };
}

function periodOf(row: LagoSubscription): Period | undefined {
  const { current_billing_period_started_at: from, current_billing_period_ending_at: last } = row;
  return row.status === 'active' && from && last ? toPeriod(from, last) : undefined;
}

/** Farther apart a day of Lago and the moment when a day begins somewhere cannot be. */
const ZONES = 1.5 * DAY;

/**
 * When the next plan begins. Lago names a day only; where the current period ends on that day, its
 * end is the moment. Where usage is billed in shorter periods than the base price, it is not known
 * better than by the day.
 */
export function nextPlanAt(row: LagoSubscription): Instant | undefined {
  const { downgrade_plan_date: day } = row;
  const date = day ? instantOf(`${day.slice(0, 10)}T00:00:00Z`, 'downgrade_plan_date') : undefined;
  const end = periodOf(row)?.to;
  if (date === undefined || end === undefined) return date;
  return Math.abs(toEpochMs(end) - toEpochMs(date)) <= ZONES ? end : date;
}

/** When the base price begins: days after the first start of the key (`facts/rating.md §7`). */
async function trialEnd(row: LagoSubscription, plans: PlanLookup): Promise<Instant | undefined> {
  if (row.trial_ended_at) return instantOf(row.trial_ended_at, 'trial_ended_at');
  const plan = row.plan ?? (await plans(row.plan_code));
  const days = plan?.trial_period ?? 0;
  if (days <= 0) return undefined;
  // After a change of plan `subscription_at` still says when the key began.
  const start = row.previous_plan_code
    ? row.subscription_at
    : row.started_at || row.subscription_at;
  return toInstant(toEpochMs(instantOf(start, 'started_at')) + Math.round(days * DAY));
}

/** The thresholds that count for the subscription: its own, else the plan's. */
export function applicableThresholds(row: LagoSubscription): UsageThreshold[] | undefined {
  const { applicable_usage_thresholds: thresholds, plan_amount_currency: currency } = row;
  return thresholds && currency ? toThresholds(thresholds, currency) : undefined;
}

/** The subscription's own thresholds: those that count, where they are not the plan's. */
function ownThresholds(row: LagoSubscription): UsageThreshold[] | undefined {
  const applicable = applicableThresholds(row);
  if (!applicable?.length || !row.plan_amount_currency) return undefined;
  const ofPlan = toThresholds(row.plan?.usage_thresholds ?? [], row.plan_amount_currency);
  return sameThresholds(applicable, ofPlan) ? undefined : applicable;
}

/** A row of Lago as the contract has a subscription. */
export async function toSubscription(
  row: LagoSubscription,
  plans: PlanLookup,
): Promise<Subscription> {
  const active = row.status === 'active';
  return compact({
    subscriptionKey: row.external_id,
    customerKey: row.external_customer_id,
    planCode: row.plan_code,
    name: row.name || undefined,
    ...statusOf(row),
    billingTime: row.billing_time === 'anniversary' ? 'anniversary' : 'calendar',
    startAt: instantOf(row.subscription_at, 'subscription_at'),
    startedAt: instantOf(row.started_at, 'started_at'),
    endingAt: instantOf(row.ending_at, 'ending_at'),
    terminatedAt:
      row.status === 'terminated' ? instantOf(row.terminated_at, 'terminated_at') : undefined,
    trialEndsAt: await trialEnd(row, plans),
    currentPeriod: periodOf(row),
    nextPlanCode: active ? (row.next_plan_code ?? undefined) : undefined,
    nextPlanAt: active && row.next_plan_code ? nextPlanAt(row) : undefined,
    usageThresholds: ownThresholds(row),
    createdAt: createdAt(row),
    providerRef: { provider: 'lago', type: 'subscription', id: row.lago_id },
  });
}
