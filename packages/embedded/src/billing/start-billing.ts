import type { Engine } from '../engine.ts';
import { schedule } from '../jobs.ts';
import type { Stay } from '../subscriptions/stays.ts';
import type { BillingItem } from './billing-item.ts';
import { planOf } from './plan-of.ts';
import { basePeriodAt, fromFirstDay, trialEndOf, usagePeriodAt } from './stay-period.ts';

/**
 * Opens the first usage window of an active stay, plans its first billing, and says what is
 * billed at the start: the base price of a plan in advance, once a trial is over
 * (`facts/rating.md §6, §7`).
 */
export function startBilling(engine: Engine, stay: Stay, at: number): BillingItem[] {
  const plan = planOf(engine, stay);
  const ref = String(stay.seq);
  const to = usagePeriodAt(engine, stay, at).to;
  engine.stays.update({ ...stay, data: { ...stay.data, openUsage: { from: at, to } } });
  schedule(engine.database, { at: to, kind: 'bill', ref });
  const trialEnd = trialEndOf(stay, plan) ?? at;
  if (plan.timing === 'arrears') return [];
  if (trialEnd > at) {
    schedule(engine.database, { at: trialEnd, kind: 'end_trial', ref });
    return [];
  }
  return [{ stay: stay.seq, base: fromFirstDay(engine, stay, basePeriodAt(engine, stay, at)) }];
}

/** What is billed when the trial of a plan in advance ends: the rest of that base period. */
export function trialBilling(engine: Engine, stay: Stay, at: number): BillingItem[] {
  const period = basePeriodAt(engine, stay, at);
  // At the first instant of a period the billing of that period has it already.
  const inside = period.from < at;
  return inside ? [{ stay: stay.seq, base: fromFirstDay(engine, stay, period) }] : [];
}
