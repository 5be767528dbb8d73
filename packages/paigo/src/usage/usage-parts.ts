import { toEpochMs, toInstant, type Warning } from '@billport/core';
import type { FoundSubscription } from '../subscriptions/match-enrollments.ts';
import { type PlanInTime, plansInTime } from '../subscriptions/plans-in-time.ts';
import { monthOf, monthsOf } from './months.ts';
import type { Span } from './raw-usage.ts';
import { subscriptionStart } from './subscription-start.ts';

/** A calendar month (UTC), or a part of one, in which a subscription was on one plan. */
export interface UsagePart extends Span {
  readonly plan: PlanInTime;
}

/** The plan that the subscription is on, or was on last: the last of {@link plansInTime}. */
export const presentPlan = (plans: readonly PlanInTime[]): PlanInTime => {
  const plan = plans.at(-1);
  if (plan === undefined) throw new Error('A subscription has one plan at least.');
  return plan;
};

/** A moment in epoch milliseconds. */
const msOf = (instant: PlanInTime['from']) =>
  instant === undefined ? undefined : toEpochMs(instant);

/**
 * What of a subscription's life is over, latest first: its calendar months, those in which its plan
 * was changed in parts. The present month is not over, but what plans before had of it is.
 * @param now epoch milliseconds
 */
export function pastParts(plans: readonly PlanInTime[], now: number): UsagePart[] {
  const month = monthOf(now);
  return plans.toReversed().flatMap((plan) => {
    const from = msOf(plan.from) ?? month.from;
    const to = msOf(plan.to) ?? month.from;
    return monthsOf({ from, to }).map((part) => ({ ...part, plan }));
  });
}

/**
 * What of the present month the present plan has.
 * @param now epoch milliseconds
 */
export function presentPart(plans: readonly PlanInTime[], now: number): UsagePart {
  const plan = presentPlan(plans);
  const month = monthOf(now);
  const start = Math.min(msOf(plan.from) ?? month.from, now);
  return { from: Math.max(month.from, start), to: month.to, plan };
}

const partial = (message: string): Warning => ({ code: 'partial', message });

/** Says that usage of before is left out, where the plans of that time are not known. */
export function unknownTime(
  found: FoundSubscription,
  plans: readonly PlanInTime[],
): Warning | undefined {
  const begun = subscriptionStart(found);
  const first = msOf(plans[0]?.from);
  if (first === undefined) {
    return partial(
      'Nobody says when the subscription began: usage of months that are over is left out.',
    );
  }
  if (begun === undefined || begun >= first) return undefined;
  return partial(
    `Usage from ${toInstant(begun)} to ${toInstant(first)} is left out: nobody says which plans the subscription was on.`,
  );
}

/** Says that the present month has usage under plans before. */
export function earlierInMonth(plans: readonly PlanInTime[], { from }: Span): Warning | undefined {
  const isChanged = plans.slice(0, -1).some(({ to }) => msOf(to) === from);
  if (!isChanged || monthOf(from).from === from) return undefined;
  return partial(
    `The plan was changed at ${toInstant(from)}: what was used before in this month is in usage.past.`,
  );
}
