import type { Span } from '@billport/rating';
import type { Engine } from '../engine.ts';
import { schedule } from '../jobs.ts';
import type { Stay } from '../subscriptions/stays.ts';
import { countEarlyEvents } from '../usage/count-early-events.ts';
import { followingLines } from './advance-lines.ts';
import { isBilled } from './billed-spans.ts';
import type { BillingItem } from './billing-item.ts';
import { planOf } from './plan-of.ts';
import { basePeriodAt, fromFirstDay, trialEndOf, usagePeriodAt } from './stay-period.ts';

/** The base price of a plan in advance, once no trial is in the way; plans what comes of a trial. */
function firstBase(engine: Engine, stay: Stay, at: number): Span | undefined {
  const plan = planOf(engine, stay);
  const trialEnd = trialEndOf(stay, plan) ?? at;
  if (plan.timing === 'arrears') return undefined;
  if (trialEnd > at) {
    schedule(engine.database, { at: trialEnd, kind: 'end_trial', ref: String(stay.seq) });
    return undefined;
  }
  return fromFirstDay(engine, stay, basePeriodAt(engine, stay, at));
}

/**
 * Opens the first usage window of an active stay, plans its first billing, and says what is
 * billed at the start (`facts/rating.md §6, §7`).
 */
export function startBilling(engine: Engine, stay: Stay, at: number): BillingItem[] {
  const to = usagePeriodAt(engine, stay, at).to;
  const { trialDays } = planOf(engine, stay);
  const { trialDays: _former, ...kept } = stay.data;
  const trial = trialDays === undefined ? {} : { trialDays };
  const data = { ...kept, ...trial, openUsage: { from: at, to } };
  const opened = engine.stays.update({ ...stay, data });
  schedule(engine.database, { at: to, kind: 'bill', ref: String(stay.seq) });
  countEarlyEvents(engine, opened, at);
  const base = firstBase(engine, opened, at);
  const lines = stay.data.follows === undefined ? [] : followingLines(engine, opened, at);
  if (base === undefined && lines.length === 0) return [];
  return [
    {
      stay: stay.seq,
      ...(base === undefined ? {} : { base }),
      ...(lines.length === 0 ? {} : { lines }),
    },
  ];
}

/** What is billed when the trial of a plan in advance ends: the rest of that base period. */
export function trialBilling(engine: Engine, stay: Stay, at: number): BillingItem[] {
  const period = basePeriodAt(engine, stay, at);
  const base = fromFirstDay(engine, stay, period);
  // At the first instant of a period the billing of that period has it already.
  const isBilledAlready = period.from === at || isBilled(engine, stay.seq, 'base', base);
  return isBilledAlready ? [] : [{ stay: stay.seq, base }];
}
