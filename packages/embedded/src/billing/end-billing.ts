import { BillingError } from '@billport/core';
import type { Span } from '@billport/rating';
import type { Engine } from '../engine.ts';
import { failedJobs, unschedule } from '../jobs.ts';
import type { EndReason, Stay } from '../subscriptions/stays.ts';
import { isBilled } from './billed-spans.ts';
import type { BillingItem } from './billing-item.ts';
import { planOf } from './plan-of.ts';
import { basePeriodAt, fromFirstDay } from './stay-period.ts';

/**
 * The last usage window. A terminated stay has the instant of its end (`facts/rating.md §3`);
 * of a changed plan that instant belongs to the stay that follows.
 */
function lastUsage(stay: Stay, at: number, reason: EndReason): Span | undefined {
  const from = stay.data.openUsage?.from;
  const to = reason === 'terminated' ? at + 1 : at;
  return from === undefined || from >= to ? undefined : { from, to };
}

/**
 * The part of the base period that was used. The day of an upgrade is in it and is taken off by
 * the fee, since it belongs to the new plan (`facts/rating.md §7`).
 */
function lastBase(engine: Engine, stay: Stay, at: number, reason: EndReason): Span | undefined {
  const current = basePeriodAt(engine, stay, at);
  if (current.from < at) {
    const whole = fromFirstDay(engine, stay, current);
    // After a change of time zone the period may have been billed with other bounds.
    if (isBilled(engine, stay.seq, 'commitment', whole)) return undefined;
    const { from } = whole;
    return from < at ? { from, to: reason === 'upgrade' ? at + 1 : at } : undefined;
  }
  // A period ends here. It is billed already where its usage is.
  const open = stay.data.openUsage?.from ?? at;
  return open < at ? fromFirstDay(engine, stay, basePeriodAt(engine, stay, at - 1)) : undefined;
}

/** @throws BillingError `conflict` while a period of the stay could not be billed: it would be lost. */
export function refuseWhileFailing(engine: Engine, stay: Stay): void {
  const failed = failedJobs(engine.database).find(({ ref }) => ref === String(stay.seq));
  if (failed === undefined) return;
  throw new BillingError('conflict', {
    message: `Subscription ${JSON.stringify(stay.subscriptionKey)} has a period that could not be billed: ${failed.failure} Mend the cause and call advanceTo first.`,
    details: { resource: 'subscription', key: stay.subscriptionKey, state: 'failed' },
  });
}

/** Ends an active stay: takes back its jobs, and says what is left to bill. */
export function endBilling(
  engine: Engine,
  stay: Stay,
  at: number,
  reason: 'terminated' | 'upgrade' | 'downgrade',
): BillingItem[] {
  const plan = planOf(engine, stay);
  refuseWhileFailing(engine, stay);
  for (const kind of ['bill', 'end', 'end_trial'] as const) {
    unschedule(engine.database, kind, String(stay.seq));
  }
  const { openUsage: _, ...data } = stay.data;
  engine.stays.update({
    ...stay,
    status: 'terminated',
    endedAt: at,
    data: { ...data, endedBy: reason, endedPlan: plan },
  });
  const charges = lastUsage(stay, at, reason);
  const base = lastBase(engine, stay, at, reason);
  return [
    {
      stay: stay.seq,
      ...(plan.timing === 'arrears' && base !== undefined ? { base } : {}),
      ...(charges === undefined ? {} : { charges }),
      ...(base === undefined ? {} : { commitment: base }),
    },
  ];
}
