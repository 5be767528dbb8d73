import { BillingError, toEpochMs } from '@billport/core';
import { localCalendar, type Trial, trialEnd } from '@billport/rating';
import type { Bill } from '../bill/bill-file.ts';
import { subscriptionTimes } from './subscription-input.ts';

/** @throws BillingError `invalid_input` when two names of one setting differ. */
function trialDays({ plan, subscription }: Bill): number {
  const written = [plan.trial_days, plan.trial_period, subscription.trial_days].filter(
    (days) => days !== undefined,
  );
  if (new Set(written).size > 1) {
    throw new BillingError('invalid_input', {
      message: 'plan.trial_days: the trial is written twice and differs: keep one of them.',
    });
  }
  return written[0] ?? 0;
}

/**
 * The trial of a bill: it counts from `trial_started_at`, else from `started_at`. `subscription_at`
 * places the periods and starts no trial.
 * @throws BillingError `invalid_input` when the trial is written twice and differs.
 */
export function billTrial(bill: Bill): Trial {
  const { started_at, trial_started_at } = bill.subscription;
  return { startedAt: toEpochMs(trial_started_at ?? started_at), days: trialDays(bill) };
}

/**
 * Days after which a trial that counts from the anchor ends on the same local day: a provider
 * counts it from the first start under a key (`facts/rating.md §7`), which here is the anchor.
 * @returns undefined without a trial, or when it is over by then.
 * @throws BillingError `invalid_input` when the trial is written twice and differs.
 */
export function trialDaysFromAnchor(bill: Bill): number | undefined {
  const trial = billTrial(bill);
  if (trial.days === 0) return undefined;
  const { anchor, timezone } = subscriptionTimes(bill);
  if (trial.startedAt === anchor) return trial.days;
  const calendar = localCalendar(timezone);
  const lastDay = calendar.dayOf(trialEnd(trial));
  const apart = lastDay - calendar.dayOf(anchor);
  // Where the clock changes, 24 hours are not a local day.
  const days = [apart, apart + 1, apart - 1].find(
    (count) => calendar.dayOf(trialEnd({ startedAt: anchor, days: count })) === lastDay,
  );
  return days !== undefined && days > 0 ? days : undefined;
}
